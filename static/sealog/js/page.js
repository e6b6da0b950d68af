// Pages that need no more than the shell: login, refusals, plain lists.
import { startMenus } from "./menus.js";
import { startThemes } from "./themes.js";

startThemes();
startMenus();
