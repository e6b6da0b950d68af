// Sources with their health: make, change, test, delete one.

import { get, request } from "../api.js";
import { closeDialog, openDialog } from "../dialogs.js";
import { age } from "../format.js";
import { now } from "../shell.js";
import { time } from "./words.js";

const LONG = { patience: 30000 };

function healthOf(source) {
  if (source.paused_until && Date.parse(source.paused_until) > now()) return { word: "Paused", tone: "badge-bad", since: `until ${time(source.paused_until)}` };
  if (!source.last_checked) return { word: "Not asked yet", tone: "badge-wait", since: "" };
  if (!source.is_online) return { word: "Does not answer", tone: "badge-bad", since: source.last_ok ? `well ${age(now() - Date.parse(source.last_ok))} ago` : "never well" };
  return { word: "Answers", tone: "badge-ok", since: `asked ${age(now() - Date.parse(source.last_checked))} ago` };
}

function rowOf(source) {
  const health = healthOf(source);
  const values = Object.values(source.parameters).filter((value) => value !== null && value !== "");
  return {
    ...source,
    ...health,
    what: `${source.title}, priority ${source.priority}`,
    where: values.join(" "),
    limit: source.limit_rate ? `${source.limit_rate} kB/s` : "none",
    trouble: source.is_online ? "" : source.last_error,
  };
}

/** `host_key` as people read it. */
function titleOf(name) {
  return name === "url" ? "Address" : name[0].toUpperCase() + name.slice(1).replaceAll("_", " ");
}

const empty = () => ({ id: null, name: "", kind: "FDSNWS", priority: 1, parameters: {}, limit_rate: 0, connections: 4, availability: true, cpu_limit: 100, log_level: 3, nslc: "" });

export function sources(session) {
  return {
    rows: [],
    kinds: [],
    form: empty(),
    title: "New source",
    problem: "",
    fields: {},
    busy: false,

    init() {
      this.read();
      session.on("sources", () => this.read());
      session.on("hint", ({ url, name }) => Object.assign(this.form, { name, parameters: { url } }));
    },
    async read() {
      const answer = await get("/api/archive/sources").catch(() => null);
      if (!answer) return;
      this.kinds = answer.kinds;
      this.rows = answer.results.map(rowOf);
    },
    get parameters() {
      const kind = this.kinds.find((one) => one.name === this.form.kind);
      return kind ? kind.parameters.map((one) => ({ ...one, title: titleOf(one.name), key: `parameter-${kind.name}-${one.name}`, example: one.example || String(one.default === null ? "" : one.default) })) : [];
    },
    get needed() {
      return this.parameters.filter((one) => one.required);
    },
    get optional() {
      return this.parameters.filter((one) => !one.required);
    },

    add() {
      const taken = this.rows.map((row) => row.priority);
      this.show("New source", { ...empty(), priority: Math.max(0, ...taken) + 1 });
    },
    edit(row) {
      this.show(row.name, { ...empty(), ...row, nslc: "", parameters: { ...row.parameters } });
    },
    show(title, form) {
      Object.assign(this, { title, form, problem: "", fields: {} });
      openDialog(this.$refs.dialog, () => this.close());
    },
    close() {
      closeDialog(this.$refs.dialog);
    },
    /** What the form says, without what stays as it is and parameters of other kinds. */
    body() {
      const { name, kind, priority, limit_rate: rate, connections, availability, cpu_limit: cpu, log_level: level, nslc } = this.form;
      const known = this.parameters.map((one) => one.name).filter((one) => this.form.parameters[one]);
      const parameters = Object.fromEntries(known.map((one) => [one, this.form.parameters[one]]));
      const body = { name, kind, parameters, availability, priority: Number(priority), limit_rate: Number(rate), connections: Number(connections), cpu_limit: Number(cpu), log_level: Number(level) };
      return nslc.trim() ? { ...body, nslc } : body;
    },
    async save() {
      const { id } = this.form;
      const made = await this.doing(() => (id ? request("PUT", `/api/archive/sources/${id}`, this.body()) : request("POST", "/api/archive/sources", this.body())));
      if (made) this.close();
      return made;
    },
    async saveAndTest() {
      const made = await this.doing(() => request("POST", "/api/archive/sources", this.body()));
      if (!made) return;
      this.form = { ...empty(), priority: made.priority + 1 };
      await this.test(made);
      session.tell("setup");
    },
    async remove() {
      const gone = await this.doing(() => request("DELETE", `/api/archive/sources/${this.form.id}`));
      if (gone) this.close();
    },
    async test(row) {
      const answer = await this.doing(() => request("POST", `/api/archive/sources/${row.id}/test`, {}, LONG));
      if (!answer) return;
      session.attempt(async () => null, answer.answers ? `${row.name} answers` : `${row.name} does not answer: ${answer.source.last_error}`);
    },
    async doing(work) {
      Object.assign(this, { busy: true, problem: "", fields: {} });
      try {
        return await work();
      } catch (error) {
        this.problem = error.message;
        this.fields = error.fields;
        return null;
      } finally {
        this.busy = false;
        await this.read();
      }
    },
  };
}
