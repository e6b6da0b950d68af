// Fragments of a page that the server makes: read anew whenever something of their kind changes.
//
//   <section data-live="job rule" data-live-url="/jobs/list"> ... </section>
//
// `data-live` names kinds of changes of the journal (`logging_core/shared/permissions.py`), with `kind:ID` only those of
// one record. `data-live-every="10"` reads it each ten seconds as well, `data-live-first` at once. Nothing is replaced
// while somebody types in it, and what is open (details with an id) stays open. After that "sealog:fragment" is told.

import { connectLive } from "../live.js";
import { tellLink, tellTime } from "../shell.js";

const GATHER_MS = 300;
const AGAIN_MS = 2000;
const EDITED = "input:not([type=hidden]):not([type=submit]), textarea, select";

/** boot: { epoch, seq, now } of the page. `changed(change)` hears of every change, too. Gives the feed. */
export function startLive(boot, { changed = () => {} } = {}) {
  tellTime(boot.now);
  fragments().forEach((fragment) => "liveFirst" in fragment.dataset && read(fragment));
  fragments().forEach(repeat);
  return connectLive({
    ...boot,
    handlers: {
      change(change) {
        fragments().forEach((fragment) => concerns(fragment, change) && soon(fragment));
        changed(change);
      },
      reset: () => fragments().forEach(soon),
      state: ({ state }) => tellLink(state),
      opened: () => {},
      signedOut: () => document.getElementById("signed-out")?.removeAttribute("hidden"),
      pong: () => {},
      beat: tellTime,
    },
  });
}

const fragments = () => document.querySelectorAll("[data-live-url]");

function concerns(fragment, { kind, id }) {
  const wanted = (fragment.dataset.live || "").split(" ");
  return wanted.includes(kind) || wanted.includes(`${kind}:${id}`);
}

function repeat(fragment) {
  const seconds = Number(fragment.dataset.liveEvery);
  if (seconds) setInterval(() => document.visibilityState === "visible" && soon(fragment), seconds * 1000);
}

const waiting = new WeakMap();

/** Several changes in a row are one reading. */
export function soon(fragment, wait = GATHER_MS) {
  if (waiting.has(fragment)) return;
  waiting.set(
    fragment,
    setTimeout(() => {
      waiting.delete(fragment);
      read(fragment);
    }, wait),
  );
}

async function read(fragment) {
  if (busy(fragment)) return soon(fragment, AGAIN_MS);
  try {
    const answer = await fetch(fragment.dataset.liveUrl, { headers: { "X-Fragment": "1" }, cache: "no-store" });
    if (answer.redirected || !answer.ok) return undefined;
    const text = await answer.text();
    return busy(fragment) ? soon(fragment, AGAIN_MS) : replace(fragment, text);
  } catch {
    return soon(fragment, AGAIN_MS); // the server is away for a moment
  }
}

/** Somebody types or chooses in it, or has a dialog of it open. */
function busy(fragment) {
  const here = document.activeElement;
  return (fragment.contains(here) && here.matches(EDITED)) || fragment.querySelector("dialog[open]") !== null;
}

function replace(fragment, text) {
  const focused = fragment.contains(document.activeElement) ? nameOf(document.activeElement) : "";
  const open = new Set([...fragment.querySelectorAll("details[id]")].filter((one) => one.open).map((one) => one.id));
  const made = document.createElement("template");
  made.innerHTML = text;
  made.content.querySelectorAll("details[id]").forEach((one) => open.has(one.id) && (one.open = true));
  fragment.replaceChildren(made.content);
  if (focused) fragment.querySelector(focused)?.focus();
  fragment.dispatchEvent(new CustomEvent("sealog:fragment", { bubbles: true }));
  return undefined;
}

function nameOf(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  const { testid } = element.dataset;
  return testid ? `[data-testid="${CSS.escape(testid)}"]` : "";
}
