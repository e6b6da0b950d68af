// Entry of the automation's pages that need no more than live fragments.
import Alpine from "../vendor/alpinejs/module.esm.min.js";

import { noteEvent, startAges } from "./automation/ages.js";
import { startForms } from "./automation/forms.js";
import { startLive } from "./automation/live.js";
import { startShell } from "./shell.js";

startLive(JSON.parse(document.getElementById("boot").textContent), { changed: noteEvent });
startAges();
startForms();
startShell(Alpine);
Alpine.start();
