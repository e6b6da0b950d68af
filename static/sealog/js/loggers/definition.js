// Cruise definitions: take one in, see what is wrong with it or what it would change, apply it, go back to one.

import { ApiError, get, request } from "../api.js";
import { plural, stamp } from "../format.js";
import { toast } from "../toasts.js";
import { send } from "./upload.js";

const KINDS = /\.(ya?ml|json)$/i;

function historyRow(record, running) {
  return {
    ...record,
    when: stamp(record.loaded_at),
    by: record.loaded_by,
    running: record.id === running,
    loggersText: plural(record.loggers, "logger", "loggers"),
  };
}

function shownValue(value) {
  if (value === null || value === undefined) return "nothing";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function restartRow(one) {
  return {
    ...one,
    renamed: one.config_before && one.config_before !== one.config ? `${one.config_before} becomes ${one.config}` : one.config,
    lines: one.changes.map((change) => ({
      path: change.path,
      before: shownValue(change.before),
      after: shownValue(change.after),
    })),
  };
}

function differenceRows(differences) {
  return Object.entries(differences).flatMap(([section, part]) => {
    if (section === "default_mode") return [{ key: section, text: `default mode: ${part.map((mode) => mode || "none").join(" becomes ")}` }];
    return ["added", "removed", "changed"]
      .filter((what) => part[what].length)
      .map((what) => ({ key: `${section}.${what}`, text: `${section === "top" ? "other keys" : section} ${what}: ${part[what].join(", ")}` }));
  });
}

export function definition(session) {
  return {
    history: [],
    files: [],
    hasMore: false,
    offset: 0,
    file: "",
    main: "",
    chosen: [],
    busy: false,
    problem: "",
    problems: [],
    shown: null,
    preview: null,
    preserve: true,
    runs: false,
    search: "",

    init() {
      this.read();
      session.on("wanted", (wanted) => this.mark(wanted));
      session.on("change", (frame) => frame.kind === "cruise_definition" && this.read());
    },
    mark(wanted) {
      const running = wanted.definition ? wanted.definition.id : null;
      this.history = this.history.map((record) => historyRow(record, running));
      if (this.shown && this.runs !== (this.shown.id === running)) this.open(this.shown.id);
    },
    async read() {
      const answer = await session.attempt(() => get(`/api/cruise-definitions?offset=${this.offset}`));
      if (!answer) return;
      const running = session.wanted.definition ? session.wanted.definition.id : null;
      this.history = answer.results.map((record) => historyRow(record, running));
      this.files = answer.files;
      this.hasMore = answer.has_more;
    },
    page(offset) {
      this.offset = Math.max(0, offset);
      return this.read();
    },

    choose(list) {
      this.chosen = Array.from(list)
        .filter((file) => KINDS.test(file.name))
        .map((file) => ({ file, path: file.webkitRelativePath || file.name }));
      this.main = "";
      this.problem = list.length && !this.chosen.length ? "None of these is a .yaml, .yml or .json file." : "";
    },
    get chosenText() {
      return this.chosen.length ? plural(this.chosen.length, "file", "files") : "no file chosen";
    },
    get chosenPaths() {
      return this.chosen.map((one) => one.path);
    },
    upload() {
      return this.checked(() => send(this.chosen, this.main));
    },
    load() {
      return this.checked(() => request("POST", "/api/cruise-definitions", { file: this.file }, { patience: 60000 }));
    },
    async checked(work) {
      Object.assign(this, { busy: true, problem: "", problems: [], shown: null, preview: null });
      try {
        this.take(await work());
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        this.problem = error.message;
        this.problems = this.listed(error.body.problems || []);
      } finally {
        this.busy = false;
      }
    },
    listed(problems) {
      return problems.map((problem, key) => ({ ...problem, key, place: problem.line ? `${problem.file}:${problem.line}` : problem.file }));
    },
    async open(id) {
      const answer = await session.attempt(() => get(`/api/cruise-definitions/${id}?preserve=${this.preserve ? 1 : 0}`, { patience: 30000 }));
      if (answer) this.take(answer);
    },
    take({ definition: found, preview, running }) {
      this.shown = found;
      this.runs = running;
      this.problem = "";
      this.problems = this.listed(found.warnings);
      this.preview = {
        ...preview,
        restart: preview.restart.map(restartRow),
        differences: differenceRows(preview.differences),
        unchangedText: preview.unchanged.join(", ") || "none",
      };
      this.$nextTick(() => this.$refs.shown.scrollIntoView({ block: "start", behavior: "smooth" }));
    },
    setPreserve(on) {
      this.preserve = on;
      return this.open(this.shown.id);
    },
    async apply() {
      this.busy = true;
      const { id, file_name: name } = this.shown;
      const wanted = await session.attempt(() => request("POST", `/api/cruise-definitions/${id}/apply`, { preserve: this.preserve }));
      this.busy = false;
      if (!wanted) return;
      toast(`${name} runs now`);
      session.take(wanted);
      await this.open(id);
    },
    async stopAll() {
      this.busy = true;
      const wanted = await session.attempt(() => request("DELETE", "/api/loggers", {}), "No definition runs any more");
      this.busy = false;
      if (wanted) session.take(wanted);
      if (this.shown) await this.open(this.shown.id);
    },

    get running() {
      return session.wanted.definition;
    },
    get changesNothing() {
      const { start, stop, restart } = this.preview;
      return !start.length && !stop.length && !restart.length;
    },
    get expandedText() {
      return JSON.stringify(this.shown.expanded, null, 2);
    },
    get numberedText() {
      return this.shown.text;
    },
    get problemCount() {
      const errors = this.problems.filter((one) => one.level === "error").length;
      const warnings = this.problems.length - errors;
      return [errors && plural(errors, "error", "errors"), warnings && plural(warnings, "warning", "warnings")].filter(Boolean).join(", ");
    },
  };
}
