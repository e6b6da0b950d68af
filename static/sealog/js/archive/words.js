// What states of requests, sources and updates are called and look like, and how times and lengths are written.

import { bytes, parts, plural } from "../format.js";

export const STATES = {
  new: { word: "New", tone: "badge-wait" },
  queued: { word: "Queued", tone: "badge-wait" },
  running: { word: "Running", tone: "badge-warn" },
  retry_wait: { word: "Waits to try again", tone: "badge-warn" },
  succeeded: { word: "Filled", tone: "badge-ok" },
  partial: { word: "Partly filled", tone: "badge-warn" },
  no_data: { word: "No data", tone: "" },
  on_hold: { word: "On hold", tone: "badge-bad" },
  failed: { word: "Failed", tone: "badge-bad" },
  cancelled: { word: "Cancelled", tone: "" },
};
export const OPEN = ["new", "queued", "running", "retry_wait"];
export const stateOf = (state) => STATES[state] || { word: state, tone: "" };

const OUTCOMES = { ok: ["brought data", "badge-ok"], no_data: ["no data", ""], temporary: ["failed for now", "badge-warn"], permanent: ["refused", "badge-bad"] };

/** How a source ended, for its chip. */
export function outcomeOf(outcome) {
  const [word, tone] = OUTCOMES[outcome] || ["not asked yet", "badge-wait"];
  return { word, tone };
}

const LEVELS = { warning: "badge-warn", error: "badge-bad", fatal: "badge-bad", info: "badge-ok" };
export const levelTone = (level) => LEVELS[level] || "";

/** Counts by state, those that are not nought. */
export function chips(counts) {
  return Object.entries(counts).filter(([, count]) => count).map(([state, count]) => ({ state, tone: stateOf(state).tone, text: `${count} ${stateOf(state).word.toLowerCase()}` }));
}

export function sums(counts) {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const open = OPEN.reduce((sum, state) => sum + counts[state], 0);
  return { all, open, ended: all - open, waiting: counts.new + counts.retry_wait };
}

export function progressText(counts) {
  const { all, ended, open } = sums(counts);
  if (!all) return "No requests";
  return `${ended} of ${plural(all, "request", "requests")} ended${open ? `, ${open} to go` : ""}`;
}

/** `2024-05-10 13:00:00Z`, with the fraction where there is one. */
export function time(iso) {
  if (!iso) return "";
  const { date, clock, millis } = parts(iso);
  return `${date} ${clock.replace("Z", "")}${millis && millis !== ".000" ? millis : ""}Z`;
}

/** A length of time from seconds: `0.05 s`, `12 s`, `5 min 20 s`, `3 h`, `2 d 4 h`. */
export function length(seconds) {
  if (seconds === null || seconds === undefined) return "";
  if (seconds < 60) return `${Number(seconds.toFixed(seconds < 1 ? 3 : 1))} s`;
  const units = [["d", 86400], ["h", 3600], ["min", 60], ["s", 1]];
  let left = Math.round(seconds);
  const words = [];
  units.forEach(([name, size]) => {
    const count = Math.floor(left / size);
    if (count && words.length < 2) words.push(`${count} ${name}`);
    if (words.length < 2) left -= count * size;
  });
  return words.join(" ");
}

export function gapRow(gap) {
  return { ...gap, key: `${gap.nslc} ${gap.start}`, from: time(gap.start), to: time(gap.end), length: length(gap.seconds) };
}

/** The last update in words. */
export function resultText(automatic) {
  const { result, ended_at: ended } = automatic;
  if (!ended || result.gaps === undefined) return "none yet";
  if (result.problem) return `failed: ${result.problem}`;
  const found = `${plural(result.gaps, "gap", "gaps")} (${length(result.gap_seconds)})`;
  if (result.dry_run) return `only looked: ${found}`;
  const made = result.requests && result.requests.new ? `, ${plural(result.requests.new, "new request", "new requests")}` : "";
  return `${found}${made}, in ${length(result.seconds)}`;
}

export const size = (count) => (count === null || count === undefined ? "" : bytes(Math.round(count)));
