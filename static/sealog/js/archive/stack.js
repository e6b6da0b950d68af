// The stack: requests with their states, live; what happened to each of them; take up again, hold, cancel, delete.

import { get, request } from "../api.js";
import { closeDialog, openDialog } from "../dialogs.js";
import { age, plural } from "../format.js";
import { now } from "../shell.js";
import { STATES, length, outcomeOf, progressText, size, stateOf, sums, time } from "./words.js";

const PAUSE_MS = 300;

function detailOf(row) {
  if (row.state === "running") return row.stage || "starting";
  if (row.state === "retry_wait" && row.not_before) {
    const left = Date.parse(row.not_before) - now();
    return `${row.message || row.reason}${left > 0 ? `; again in ${age(left)}` : ""}`;
  }
  return row.state === "succeeded" ? "" : row.message || row.reason;
}

function sourceOf(one) {
  const { word, tone } = outcomeOf(one.outcome);
  return { name: one.name, tone, text: `${one.name}: ${word}`, message: one.message || one.reason };
}

function rowOf(row) {
  const { word, tone } = stateOf(row.state);
  return {
    ...row,
    word,
    tone,
    from: time(row.start),
    to: time(row.end),
    length: length(row.seconds),
    gapsText: `${row.gaps > 1 ? `, ${row.gaps} gaps` : ""}${row.tries ? `, ${plural(row.tries, "try", "tries")}` : ""}`,
    detail: detailOf(row),
    sources: row.sources.map(sourceOf),
  };
}

function lineOf(line) {
  const changed = line.state_to ? `${line.state_from ? `${stateOf(line.state_from).word} \u2192 ` : ""}${stateOf(line.state_to).word}` : "";
  const brought = line.bytes === null ? "" : `${size(line.bytes)} in ${length(line.seconds)}`;
  const words = [line.reason.replaceAll("_", " "), line.message].filter(Boolean).join(": ");
  return { ...line, when: time(line.at), what: changed || outcomeOf(line.outcome).word, brought, words };
}

export function stack(session) {
  return {
    rows: [],
    history: [],
    counts: session.now.counts,
    states: Object.entries(STATES).map(([state, { word }]) => ({ state, text: word })),
    state: "",
    search: "",
    limit: "25",
    offset: 0,
    turn: 0,
    hasMore: false,
    opened: null,
    chosen: [],
    busy: false,
    sureText: "",
    timer: null,

    init() {
      session.on("overview", (overview) => (this.counts = overview.counts));
      session.on("stack", () => this.read());
      this.read();
    },
    /** An answer that comes after that of a later question is not shown. */
    async read() {
      const turn = (this.turn += 1);
      const asked = new URLSearchParams({ state: this.state, search: this.search, limit: this.limit, offset: this.offset });
      const answer = await get(`/api/archive/stack?${asked}`).catch(() => null);
      if (!answer || turn !== this.turn) return;
      this.rows = answer.results.map(rowOf);
      this.counts = answer.counts;
      this.hasMore = answer.has_more;
      const shown = new Set(this.rows.map((row) => row.id));
      this.chosen = this.chosen.filter((id) => shown.has(id));
      if (this.opened) this.readHistory();
    },
    again() {
      this.offset = 0;
      this.read();
    },
    typed() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.again(), PAUSE_MS);
    },
    older() {
      this.offset += Number(this.limit);
      this.read();
    },
    newer() {
      this.offset = Math.max(0, this.offset - Number(this.limit));
      this.read();
    },
    open(id) {
      this.opened = this.opened === id ? null : id;
      this.history = [];
      if (this.opened) this.readHistory();
    },
    async readHistory() {
      const answer = await get(`/api/archive/stack/${this.opened}/history`).catch(() => null);
      if (answer) this.history = answer.results.map(lineOf);
    },

    get all() {
      return sums(this.counts).all;
    },
    get ended() {
      return sums(this.counts).ended;
    },
    get waiting() {
      return sums(this.counts).waiting;
    },
    get progressText() {
      return progressText(this.counts);
    },
    get summary() {
      return this.counts.running ? `${this.counts.running} running` : "";
    },
    get emptyText() {
      return this.state || this.search ? "No such request." : "No requests: nothing is being asked for.";
    },
    get chosenText() {
      return this.chosen.length ? `${this.chosen.length} chosen` : "";
    },
    get allChosen() {
      return this.rows.length > 0 && this.chosen.length === this.rows.length;
    },
    chooseAll(on) {
      this.chosen = on ? this.rows.map((row) => row.id) : [];
    },

    async execute() {
      const answer = await this.doing(() => request("POST", "/api/archive/stack/execute", {}));
      if (answer) session.attempt(async () => null, `${answer.queued} handed to the workers, ${answer.due} were due`);
    },
    async set(to) {
      await this.doing(() => request("PUT", "/api/archive/stack/state", { ids: this.ids(), to }));
    },
    askToDelete() {
      this.sureText = `Are you sure you want to delete ${plural(this.chosen.length, "request", "requests")}?`;
      openDialog(this.$refs.sure, () => this.close());
    },
    close() {
      closeDialog(this.$refs.sure);
    },
    async remove() {
      await this.doing(() => request("DELETE", "/api/archive/stack", { ids: this.ids() }));
      this.close();
    },
    ids() {
      return this.chosen.map(Number);
    },
    async doing(work) {
      this.busy = true;
      const answer = await session.attempt(work);
      this.busy = false;
      await this.read();
      return answer;
    },
  };
}
