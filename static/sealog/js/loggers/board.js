// The list of loggers with mode and supervisor.

import { request } from "../api.js";
import { age, bytes, stamp } from "../format.js";
import { now } from "../shell.js";
import { HELP, ageOf, mib, rate, toneOf, wordOf } from "./words.js";

const QUIET_MS = 5000;

function rowOf(name, told, wanted, alive) {
  const state = told && alive ? told.state : "unknown";
  const figures = told || {};
  return {
    name,
    state,
    word: state === "backoff" ? retryWord(figures) : wordOf(state),
    tone: toneOf(state),
    help: HELP[state] || HELP.unknown,
    configs: wanted.configs,
    config: wanted.active || "",
    overridden: wanted.active !== wanted.of_mode,
    ofMode: wanted.of_mode || "none",
    rate: state === "off" ? "" : rate(figures.rate),
    lastAt: figures.last_record_at || null,
    memory: mib(figures.memory_kb),
    restarts: figures.restarts || 0,
    faults: figures.faults || 0,
    complaint: [figures.alarm, figures.trouble, figures.last_error].find(Boolean) || "",
    isError: Boolean(figures.alarm || (figures.last_error && !figures.trouble)),
    since: figures.since ? stamp(figures.since) : "",
  };
}

function retryWord(told) {
  const wait = told.next_try_at ? Date.parse(told.next_try_at) - now() : 0;
  return wait > 0 ? `Retry in ${age(wait)}` : wordOf("backoff");
}

export function board(session) {
  return {
    rows: [],
    wanted: session.wanted,
    mayManage: session.mayManage,
    status: null,
    trouble: null,
    heardAt: null,
    tick: now(),
    modeChosen: session.wanted.mode,
    busy: false,
    opened: null,
    signedOut: false,

    init() {
      session.on("wanted", (wanted) => this.take(wanted));
      session.on("status", (frame) => this.hear(frame));
      session.on("signed-out", () => (this.signedOut = true));
      session.on("opened", () => (this.signedOut = false));
      setInterval(() => this.beat(), 1000);
      this.draw();
    },
    take(wanted) {
      if (this.modeChosen === this.wanted.mode) this.modeChosen = wanted.mode;
      this.wanted = wanted;
      this.draw();
    },
    hear({ status, trouble }) {
      this.status = status || this.status;
      this.trouble = trouble;
      this.heardAt = this.status ? Date.parse(this.status.at) : null;
      this.tick = now();
      this.draw();
    },
    /** Ages grow without news, too; and a supervisor that fell silent must be noticed. */
    beat() {
      this.tick = now();
      this.draw();
    },
    draw() {
      const told = this.status ? this.status.loggers : {};
      const alive = this.alive;
      this.rows = Object.entries(this.wanted.loggers).map(([name, one]) => rowOf(name, told[name], one, alive));
    },

    get alive() {
      return Boolean(this.status) && !this.trouble && this.tick - this.heardAt < QUIET_MS;
    },
    get heartState() {
      return this.alive ? "ok" : "bad";
    },
    get heartWord() {
      if (this.alive) return "Supervisor running";
      return this.heardAt ? `Supervisor silent for ${age(this.tick - this.heardAt)}` : "Supervisor not running";
    },
    get heartWhy() {
      return this.trouble ? `What is shown below may be old: ${this.trouble}.` : "What is shown below may be old.";
    },
    get behind() {
      return this.alive && this.status.supervisor.plan_version < this.wanted.plan_version;
    },
    get databaseWord() {
      if (!this.status) return "unknown";
      return this.status.supervisor.database === "ok" ? "connected" : this.status.supervisor.database;
    },
    get databaseState() {
      return this.status && this.status.supervisor.database === "ok" ? "ok" : "warn";
    },
    get spool() {
      return this.status ? this.status.supervisor.spool : null;
    },
    get spoolWord() {
      const spool = this.spool;
      if (!spool) return "unknown";
      if (!spool.records_waiting) return `nothing waits, ${rate(spool.store_rate)} stored`;
      const oldest = spool.oldest_at ? `, the oldest for ${ageOf(spool.oldest_at)}` : "";
      return `${spool.records_waiting} records (${bytes(spool.bytes)}) wait${oldest}`;
    },
    get alarm() {
      return (this.status && this.status.supervisor.alarm) || "";
    },
    get upSince() {
      return this.status ? stamp(this.status.supervisor.started_at) : "";
    },
    get hasDefinition() {
      return Boolean(this.wanted.definition);
    },
    get cruise() {
      return this.hasDefinition ? this.wanted.definition.cruise_id || this.wanted.definition.file_name : "";
    },
    get file() {
      return this.hasDefinition ? this.wanted.definition.file_name : "";
    },
    get applied() {
      if (!this.hasDefinition) return "";
      const { applied_at: at, applied_by: by } = this.wanted.definition;
      return `applied ${stamp(at)} by ${by}`;
    },
    get stale() {
      return this.hasDefinition && this.wanted.definition.stale;
    },
    get modeText() {
      return this.wanted.mode || "none";
    },
    get overriddenText() {
      const names = this.wanted.overridden;
      return names.length ? `differs from the mode: ${names.join(", ")}` : "";
    },
    get summary() {
      const counts = {};
      this.rows.forEach((row) => (counts[row.state] = (counts[row.state] || 0) + 1));
      return Object.entries(counts)
        .map(([state, number]) => `${number} ${wordOf(state).toLowerCase()}`)
        .join(", ");
    },
    age(row) {
      return row.lastAt ? age(Math.max(0, this.tick - Date.parse(row.lastAt))) : "never";
    },

    toggle(name) {
      this.opened = this.opened === name ? null : name;
      if (!this.opened) session.watch(null);
    },
    isOpen(name) {
      return this.opened === name;
    },

    async change(work, done) {
      this.busy = true;
      const wanted = await session.attempt(work, done);
      if (wanted) session.take(wanted);
      else this.draw();
      this.busy = false;
    },
    setMode() {
      const mode = this.modeChosen;
      return this.change(() => request("PUT", "/api/loggers/mode", { mode }), `Mode ${mode}`);
    },
    setConfig(logger, config) {
      return this.change(() => request("PUT", "/api/loggers/config", { logger, config }), `${logger}: ${config}`);
    },
    restart(logger) {
      return this.change(() => request("POST", "/api/loggers/restart", { logger }), `${logger} is started anew`);
    },
    reload() {
      return this.change(() => request("POST", "/api/loggers/reload", {}), "The definition was loaded again");
    },
  };
}
