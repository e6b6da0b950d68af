// Entry of the automation's pages that need no more than live fragments.
import Alpine from "../vendor/alpinejs/module.esm.min.js";

import { startLive } from "./automation/live.js";
import { startShell } from "./shell.js";

startLive(JSON.parse(document.getElementById("boot").textContent));
startShell(Alpine);
Alpine.start();
