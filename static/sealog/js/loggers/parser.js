// The parser check: paste lines, see which pattern fits, how far each gets, and the values.

import { get, request } from "../api.js";
import { recall, remember } from "../storage.js";

const KEPT = ["lines", "patterns", "recordFormat", "by"];
const CHECKSUMS = { none: "no checksum", right: "checksum right", wrong: "checksum wrong" };

function trialOf(trial, sentence, key) {
  return {
    key,
    name: [trial.device_type, trial.message_type].filter(Boolean).join(", "),
    matched: trial.matched,
    fits: trial.fits,
    stopsAt: trial.stops_at,
    rest: trial.pattern.slice(trial.fits.length),
    read: sentence.slice(0, trial.reached),
    unread: sentence.slice(trial.reached),
  };
}

function resultOf(result, key) {
  const seconds = result.timestamp;
  return {
    ...result,
    key,
    checksumText: CHECKSUMS[result.checksum],
    time: seconds ? new Date(seconds * 1000).toISOString() : "",
    deviceText: result.device ? `${result.device} (${result.device_type})` : "no device of the files",
    causeText: result.causes.join(", "),
    trials: result.trials.map((trial, index) => trialOf(trial, result.sentence, index)),
    fields: result.fields.map((field) => ({ ...field, shown: field.value === null ? "nothing" : String(field.value) })),
  };
}

export function parser(session) {
  return {
    lines: "",
    by: "devices",
    paths: [],
    path: "",
    patterns: "",
    recordFormat: "",
    results: [],
    cautions: [],
    problem: "",
    busy: false,

    init() {
      KEPT.forEach((name) => (this[name] = recall(`parser.${name}`, this[name])));
      this.read();
      session.on("wanted", () => this.read());
    },
    async read() {
      const answer = await get("/api/parser-check").catch(() => null);
      if (!answer) return;
      this.paths = answer.definition_paths;
      if (!this.path) this.path = this.paths[0];
    },
    get byDevices() {
      return this.by === "devices";
    },
    async check() {
      KEPT.forEach((name) => remember(`parser.${name}`, this[name]));
      const asked = { lines: this.lines, record_format: this.recordFormat };
      if (this.byDevices) asked.definition_path = this.path;
      else asked.patterns = this.patterns;
      Object.assign(this, { busy: true, problem: "", results: [], cautions: [] });
      try {
        const answer = await request("POST", "/api/parser-check", asked, { patience: 20000 });
        this.results = answer.results.map(resultOf);
        this.cautions = answer.cautions;
      } catch (error) {
        this.problem = error.message;
      } finally {
        this.busy = false;
      }
    },
  };
}
