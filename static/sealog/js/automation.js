// Entry of the automation's pages: live fragments, and forms that grow.
import Alpine from "../vendor/alpinejs/module.esm.min.js";

import { noteEvent, startAges } from "./automation/ages.js";
import { startForms } from "./automation/forms.js";
import { startLive } from "./automation/live.js";
import { startShell } from "./shell.js";

startForms();
startLive(JSON.parse(document.getElementById("boot").textContent), { changed: noteEvent });
startAges();
startShell(Alpine);
Alpine.start();
