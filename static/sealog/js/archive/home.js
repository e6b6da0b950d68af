// Home: the automatic update, the stack in numbers, the last lines of each log.

import { get } from "../api.js";
import { automatic } from "./automatic.js";
import { mix } from "./mix.js";
import { chips, levelTone, progressText, time } from "./words.js";

export function home(session) {
  return mix(automatic(session), {
    now: session.now,
    lines: [],
    loggers: [],
    logger: "",
    level: "",

    init() {
      this.followAutomatic();
      session.on("overview", (now) => (this.now = now));
      session.on("log", () => this.read());
      this.read();
    },
    async read() {
      const asked = new URLSearchParams({ logger: this.logger, level: this.level });
      const answer = await get(`/api/archive/log?${asked}`).catch(() => null);
      if (!answer) return;
      this.loggers = answer.loggers;
      this.lines = answer.results.map((line) => ({ ...line, when: time(line.at), tone: levelTone(line.level) }));
    },
    get chips() {
      return chips(this.now.counts);
    },
    get stackText() {
      return progressText(this.now.counts);
    },
    get archiveText() {
      return this.now.archive ? `${this.now.archive.name}, ${this.now.archive.root}` : "not set up yet";
    },
    get windowText() {
      const { length, frequency, latency, unit } = this.now.window;
      return `${length} ${unit}, every ${frequency} ${unit}, ${latency} ${unit} behind`;
    },
    get unfinished() {
      if (!this.now.archive) return "No archive is set up yet.";
      return this.now.initialisation ? "The set-up is not finished." : "";
    },
  });
}
