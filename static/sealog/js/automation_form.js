// Entry of the automation's forms: rows that come and go, fields that belong to a choice, questions before a deletion.
import Alpine from "../vendor/alpinejs/module.esm.min.js";

import { startForms } from "./automation/forms.js";
import { startLive } from "./automation/live.js";
import { startShell } from "./shell.js";

startForms();
startLive(JSON.parse(document.getElementById("boot").textContent));
startShell(Alpine);
Alpine.start();
