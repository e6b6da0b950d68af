// Entry of a checklist: a press ticks without leaving the page, and every open page sees it.
import Alpine from "../vendor/alpinejs/module.esm.min.js";

import { startForms } from "./automation/forms.js";
import { startLive } from "./automation/live.js";
import { startQuietForms } from "./automation/quiet.js";
import { startShell } from "./shell.js";

startForms();
startQuietForms();
startLive(JSON.parse(document.getElementById("boot").textContent));
startShell(Alpine);
Alpine.start();
