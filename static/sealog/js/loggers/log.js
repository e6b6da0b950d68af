// Log lines of one logger or of all, newest first, searchable.

import { get } from "../api.js";
import { parts } from "../format.js";
import { levelOf } from "./words.js";

const EVERY_MS = 2000;
const TYPING_MS = 300;
const PAGE = 100;

function shown(line) {
  const { date, clock, millis } = parts(line.at);
  const level = levelOf(line.level);
  return { ...line, date, time: `${clock.replace("Z", "")}${millis}Z`, level, loud: line.level >= 30 ? level : "" };
}

/** `source` is the name of a logger, or empty for a choice of all. */
export function log(session, source) {
  return {
    fixed: source !== "",
    source,
    text: "",
    level: "0",
    lines: [],
    hasMore: false,
    problem: "",
    older: false,
    sources: [],
    timer: null,
    end: null,
    typing: null,

    init() {
      this.sources = Object.keys(session.wanted.loggers);
      this.end = session.on("wanted", (wanted) => (this.sources = Object.keys(wanted.loggers)));
      this.look();
      this.timer = setInterval(() => this.follow(), EVERY_MS);
    },
    destroy() {
      clearInterval(this.timer);
      this.end();
    },
    /** Only while the newest lines are what is looked at. */
    follow() {
      if (!this.older && document.visibilityState === "visible" && this.$el.offsetParent !== null) this.look();
    },
    typed() {
      clearTimeout(this.typing);
      this.typing = setTimeout(() => this.again(), TYPING_MS);
    },
    again() {
      this.older = false;
      return this.look();
    },
    query(before) {
      const asked = new URLSearchParams({ source: this.source, text: this.text.trim(), level: this.level, limit: PAGE });
      if (before) asked.set("before", before);
      return `/api/loggers/log?${asked}`;
    },
    async look() {
      const address = this.query();
      try {
        const answer = await get(address);
        if (address !== this.query() || this.older) return;
        Object.assign(this, { lines: answer.results.map(shown), hasMore: answer.has_more, problem: "" });
      } catch (error) {
        this.problem = error.message;
      }
    },
    async more() {
      this.older = true;
      const last = this.lines[this.lines.length - 1];
      try {
        const answer = await get(this.query(last.id));
        this.lines = this.lines.concat(answer.results.map(shown));
        this.hasMore = answer.has_more;
      } catch (error) {
        this.problem = error.message;
      }
    },
    get isEmpty() {
      return !this.lines.length;
    },
  };
}
