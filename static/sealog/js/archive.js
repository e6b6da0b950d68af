// Entry of the archive's pages.
import Alpine from "../vendor/alpinejs/module.esm.min.js";

import { home } from "./archive/home.js";
import { request } from "./archive/request.js";
import { startSession } from "./archive/session.js";
import { signedOut } from "./archive/signedOut.js";
import { sources } from "./archive/sources.js";
import { stack } from "./archive/stack.js";
import { statistics } from "./archive/statistics.js";
import { update } from "./archive/update.js";
import { windowForm } from "./archive/windowForm.js";
import { wizard } from "./archive/wizard.js";
import { startShell } from "./shell.js";

const session = startSession(JSON.parse(document.getElementById("boot").textContent));
const parts = { home, request, signedOut, sources, stack, statistics, update, windowForm, wizard };

Object.entries(parts).forEach(([name, part]) => Alpine.data(name, () => part(session)));
startShell(Alpine);
Alpine.start();
