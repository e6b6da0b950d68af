// Entry of the loggers' pages.
import Alpine from "../vendor/alpinejs/module.esm.min.js";

import { board } from "./loggers/board.js";
import { definition } from "./loggers/definition.js";
import { details } from "./loggers/details.js";
import { feeds } from "./loggers/feeds.js";
import { log } from "./loggers/log.js";
import { parser } from "./loggers/parser.js";
import { startSession } from "./loggers/session.js";
import { startShell } from "./shell.js";

const session = startSession(JSON.parse(document.getElementById("boot").textContent));
const parts = { board, definition, feeds, parser };

Object.entries(parts).forEach(([name, part]) => Alpine.data(name, () => part(session)));
Alpine.data("details", (name) => details(session, name));
Alpine.data("wholeLog", () => log(session, ""));
Alpine.data("ownLog", (source) => log(session, source));
startShell(Alpine);
Alpine.start();
