// A request by hand: first what it would be, then for real.

import { get, request as send } from "../api.js";
import { parseTyped, plural } from "../format.js";
import { time } from "./words.js";

const LONG = { patience: 120000 }; // the archive is looked through first

/** Day of the year of a typed time, as operators know their files by. */
function dayOfYear(text) {
  const iso = parseTyped(text) || parseTyped(`${text} 00:00`);
  if (!iso) return "";
  const moment = new Date(iso);
  const day = Math.floor((moment - Date.UTC(moment.getUTCFullYear(), 0, 1)) / 86400000) + 1;
  return `day ${String(day).padStart(3, "0")} of ${moment.getUTCFullYear()}`;
}

function planOf(plan) {
  const { streams } = plan;
  const more = streams.length > 4 ? ` and ${streams.length - 4} more` : "";
  return { key: `${streams[0]} ${plan.start}`, streamsText: streams.slice(0, 4).join(", ") + more, from: time(plan.start), to: time(plan.end) };
}

export function request(session) {
  return {
    form: { nslc_list: "", start: "", end: "", sources: [], force: false },
    sources: [],
    plans: null,
    total: 0,
    made: false,
    busy: false,
    problem: "",
    fields: {},

    async init() {
      const answer = await get("/api/archive/sources").catch(() => ({ results: [] }));
      this.sources = answer.results.map((source) => source.name);
    },
    get startDay() {
      return dayOfYear(this.form.start);
    },
    get endDay() {
      return dayOfYear(this.form.end);
    },
    get planText() {
      return this.plans.length ? `${plural(this.total, "request", "requests")} would be made` : "Nothing is missing there";
    },
    clear() {
      this.form.sources = [];
    },
    changed() {
      this.plans = null;
      this.made = false;
    },
    body(dryRun) {
      const typed = (text) => parseTyped(text) || text;
      return { ...this.form, start: typed(this.form.start), end: typed(this.form.end), dry_run: dryRun };
    },
    async look() {
      const answer = await this.doing(true);
      if (!answer) return;
      this.plans = answer.plans.map(planOf);
      this.total = answer.total;
      this.made = false;
    },
    async create() {
      const answer = await this.doing(false);
      this.made = Boolean(answer && answer.total);
    },
    async doing(dryRun) {
      Object.assign(this, { busy: true, problem: "", fields: {} });
      try {
        return await send("POST", "/api/archive/requests", this.body(dryRun), LONG);
      } catch (error) {
        this.problem = error.message;
        this.fields = error.fields;
        return null;
      } finally {
        this.busy = false;
      }
    },
  };
}
