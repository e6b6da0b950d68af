// Keys of the logging screen (listed under `?`). Single letters act only outside of fields and dialogs, and can be
// switched off.

import { anyDialogOpen } from "../dialogs.js";
import { recall } from "../storage.js";
import { remove } from "./messages.js";

export function startKeys(session) {
  const actions = {
    "/": () => session.tell("focus-free-text"),
    f: () => session.tell("focus-filter"),
    a: () => session.tell("toggle-asnap"),
    "[": () => session.tell("step-category", -1),
    "]": () => session.tell("step-category", 1),
    u: () => session.lastOwn && remove(session, session.lastOwn),
    c: () => onRow(session.open.comment, session.user.may_comment),
    e: () => onRow(session.open.details, true),
    "?": () => session.open.keys(),
  };

  /** The row that has the focus, otherwise the newest one. */
  function onRow(open, allowed) {
    const focused = document.activeElement.closest("[data-event-id]") || document.querySelector(".rows [data-event-id]");
    if (allowed && focused) open(focused.dataset.eventId);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return;
    if (anyDialogOpen() || event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (!recall("keys", true)) return;
    const digit = /^Digit(\d)$/.exec(event.code);
    if (digit) session.tell("press-number", { number: digit[1], shift: event.shiftKey });
    else if (event.key in actions) actions[event.key]();
    else return;
    event.preventDefault();
  });
}
