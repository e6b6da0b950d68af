// Which span the page shows: the last minutes or days up to now, or from one time to another.

import { editable, parseTyped } from "../format.js";

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86400;
const SPANS = [
  ["10 min", 10 * MINUTE],
  ["1 h", HOUR],
  ["6 h", 6 * HOUR],
  ["1 d", DAY],
  ["7 d", 7 * DAY],
  ["30 d", 30 * DAY],
];
const USUAL = HOUR;

/** `changed()` is called when another span was chosen. Times are Unix seconds of the server. */
export function createSpan(now, changed) {
  const buttons = document.querySelector('[data-testid="spans"]');
  const form = document.querySelector('[data-testid="span-form"]');
  let length = USUAL; // null when a fixed span is shown
  let fixed = null;

  function current() {
    return fixed || { since: now() - length, until: now() };
  }

  function follow(seconds) {
    length = seconds;
    fixed = null;
    show();
    changed();
  }

  function fix(since, until) {
    length = null;
    fixed = { since, until };
    show();
    changed();
  }

  function show() {
    [...buttons.children].forEach((button) => button.setAttribute("aria-selected", String(Number(button.dataset.seconds) === length)));
    const { since, until } = current();
    form.since.value = editable(new Date(since * 1000).toISOString());
    form.until.value = editable(new Date(until * 1000).toISOString());
  }

  function submit(event) {
    event.preventDefault();
    const times = [form.since, form.until].map((input) => {
      const iso = parseTyped(input.value);
      input.setAttribute("aria-invalid", String(iso === null));
      return iso === null ? null : Date.parse(iso) / 1000;
    });
    if (times.includes(null)) return;
    const inOrder = times[0] < times[1];
    form.until.setAttribute("aria-invalid", String(!inOrder));
    if (inOrder) fix(...times);
  }

  SPANS.forEach(([words, seconds]) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "tab", textContent: words, role: "tab" });
    button.dataset.seconds = seconds;
    button.addEventListener("click", () => follow(seconds));
    buttons.append(button);
  });
  form.addEventListener("submit", submit);
  show();
  return { current, fix, follows: () => length !== null, show: () => !form.contains(document.activeElement) && show() };
}
