// The header of the pages beside the event log: clock of the server, state of the connection, themes, menus.

import { parts } from "./format.js";
import { startMenus } from "./menus.js";
import { startThemes } from "./themes.js";

const WORDS = { live: "Live", reconnecting: "Reconnecting", offline: "Offline" };
const shared = { offset: 0, state: "reconnecting" };

/** The server's time in ms, as the page knows it. */
export const now = () => Date.now() + shared.offset;

/** Whoever hears of the server's time says so here. */
export function tellTime(iso) {
  shared.offset = Date.parse(iso) - Date.now();
}

/** "live", "reconnecting" or "offline". */
export function tellLink(state) {
  shared.state = state;
  document.dispatchEvent(new CustomEvent("sealog:link", { detail: state }));
}

function shell() {
  return {
    tick: now(),
    state: shared.state,

    init() {
      document.addEventListener("sealog:link", (event) => (this.state = event.detail));
      this.next();
    },
    next() {
      this.tick = now();
      setTimeout(() => this.next(), 1000 - (now() % 1000) + 5);
    },
    get date() {
      return parts(new Date(this.tick).toISOString()).date;
    },
    get time() {
      return parts(new Date(this.tick).toISOString()).clock;
    },
    get word() {
      return WORDS[this.state];
    },
  };
}

export function startShell(Alpine) {
  Alpine.data("shell", shell);
  const here = document.querySelector(".strip-nav [aria-current]");
  if (here) here.scrollIntoView({ inline: "center", block: "nearest" });
  startThemes();
  startMenus();
}
