// What states and figures of loggers are called and look like.

import { age } from "../format.js";
import { now } from "../shell.js";

const STATES = {
  off: { word: "Off", tone: "" },
  starting: { word: "Starting", tone: "badge-wait" },
  running: { word: "Running", tone: "badge-ok" },
  degraded: { word: "Degraded", tone: "badge-warn" },
  stalled: { word: "Stalled", tone: "badge-warn" },
  backoff: { word: "Waiting to retry", tone: "badge-warn" },
  failed: { word: "Failed", tone: "badge-bad" },
  stopping: { word: "Stopping", tone: "badge-wait" },
  unknown: { word: "Unknown", tone: "badge-wait" },
};

export const HELP = {
  off: "Nothing is to run",
  starting: "The process is being started",
  running: "All is well",
  degraded: "An input or output is being retried",
  stalled: "Alive, but no record for a while",
  backoff: "It ended by itself and is started again soon",
  failed: "The config cannot be built",
  stopping: "The process is being stopped",
  unknown: "The supervisor says nothing about it",
};

export const wordOf = (state) => (STATES[state] || STATES.unknown).word;
export const toneOf = (state) => (STATES[state] || STATES.unknown).tone;

export function rate(value) {
  if (value === null || value === undefined) return "";
  return `${value >= 100 ? Math.round(value) : value.toFixed(1)}/s`;
}

export function ageOf(iso) {
  return iso ? age(Math.max(0, now() - Date.parse(iso))) : "";
}

export function count(value) {
  return value === null || value === undefined ? "" : String(value).replace(/\B(?=(\d{3})+$)/g, "\u202f");
}

export function mib(kilobytes) {
  return kilobytes ? `${Math.round(kilobytes / 1024)} MiB` : "";
}

const LEVELS = [
  [50, "critical"],
  [40, "error"],
  [30, "warning"],
  [20, "info"],
  [0, "debug"],
];
export const levelOf = (number) => LEVELS.find(([least]) => number >= least)[1];
