// Ages that run: `<dd data-since="ISO"><span class="age"></span></dd>`, with `data-bad-after="30"` (seconds) a lamp that
// turns red, counted from `data-bad-from` at the earliest. `data-follows="ASNAP"` starts anew with each such event.

import { age } from "../format.js";
import { now } from "../shell.js";

export function startAges() {
  const next = () => {
    showAges();
    setTimeout(next, 1000 - (now() % 1000) + 5);
  };
  next();
  document.addEventListener("sealog:fragment", showAges);
}

/** An event was logged: those that wait for one like it have their time. */
export function noteEvent({ kind, record }) {
  if (kind !== "event" || !record || record.state === "deleted") return;
  document.querySelectorAll("[data-follows]").forEach((element) => {
    const { follows, since } = element.dataset;
    if (follows === record.event_value && record.ts > since) element.dataset.since = record.ts;
  });
}

function showAges() {
  document.querySelectorAll("[data-since]").forEach(show);
}

function show(element) {
  const { since, badAfter, badFrom = "" } = element.dataset;
  if (since) element.querySelector(".age").textContent = `${age(now() - Date.parse(since))} ago`;
  const from = since > badFrom ? since : badFrom;
  if (!badAfter) delete element.dataset.state;
  else element.dataset.state = !from || now() - Date.parse(from) > badAfter * 1000 ? "bad" : "ok";
}
