// The set-up, step by step. Every step is stored by itself; the server knows how far it is.

import { get, request } from "../api.js";
import { plural } from "../format.js";
import { automatic } from "./automatic.js";
import { mix } from "./mix.js";
import { upload } from "./upload.js";
import { resultText, size } from "./words.js";

const TITLES = { welcome: "Welcome", streams: "Streams", sources: "Sources", update: "Archive", monitoring: "Statistics", finish: "Finish" };
const WAYS = { list: "List", file: "File", service: "Web service", folder: "An archive" };
const LONG = { patience: 310000 };
const EMPTY = { streams: 0, done: {}, sources: [], archive: null, years: null, examples: [], hints: {}, choices: { centres: [], layouts: [], all_layouts: [], encodings: [], roots: [] } };

export function wizard(session) {
  return mix(automatic(session), {
    state: EMPTY,
    step: "",
    way: "list",
    ways: Object.entries(WAYS).map(([name, title]) => ({ name, title })),
    text: "",
    file: null,
    service: { url: "", networks: "" },
    folder: { root: "", layout: "SDS" },
    options: {},
    years: { start: "", end: "" },
    imported: "",
    folderText: "",
    folderWord: "",
    folderTone: "",
    skipping: false,
    problem: "",
    looked: false,

    async init() {
      this.followAutomatic();
      session.on("setup", () => this.read());
      session.on("overview", () => this.looked && this.read());
      await this.read();
      const year = String(new Date(session.now.now).getUTCFullYear());
      this.years = this.state.years ? { start: this.state.years[0], end: this.state.years[1] } : { start: year, end: year };
      this.options = { ...this.state.configuration };
      this.takeHints(this.state.hints);
      this.folder = this.state.archive ? { root: this.state.archive.root, layout: this.state.archive.layout } : { root: `${this.state.choices.roots[0] || ""}/final`, layout: "SDS" };
      const wanted = location.hash.slice(1);
      this.turnTo(wanted in TITLES ? wanted : this.state.next);
      window.addEventListener("hashchange", () => this.arrive(location.hash.slice(1)));
    },
    async read() {
      const answer = await get("/api/archive/setup").catch(() => null);
      if (answer) this.state = answer;
    },
    /** The demonstration says what may be asked. */
    takeHints({ url, networks, name }) {
      if (!url) return;
      this.way = "service";
      this.service = { url, networks };
      if (!this.state.sources.includes(name)) session.tell("hint", { url, name });
    },
    get steps() {
      return Object.entries(TITLES).map(([name, title], number) => ({ name, title, done: Boolean(this.state.done[name]), mark: this.state.done[name] ? "\u2713" : String(number + 1) }));
    },
    /** By the browser's own buttons: somebody else may have stored something meanwhile. */
    arrive(step) {
      if (!(step in TITLES)) return;
      this.turnTo(step);
      this.read();
    },
    go(step) {
      location.hash = step;
      this.turnTo(step);
    },
    turnTo(step) {
      Object.assign(this, { step, problem: "", folderText: "" });
    },
    skip() {
      this.skipping = true;
      this.go("monitoring");
    },
    back() {
      this.go(this.skipping ? "welcome" : "update");
    },

    // --- what the steps say ---
    get streamsText() {
      return this.state.streams ? `${plural(this.state.streams, "stream", "streams")} of ${plural(this.state.stations, "station", "stations")}` : "none yet";
    },
    get examplesText() {
      const { examples, streams } = this.state;
      return examples.length ? examples.join(", ") + (streams > examples.length ? " \u2026" : "") : "";
    },
    get rootsText() {
      return this.state.choices.roots.join(", ");
    },
    get sourcesText() {
      return this.state.sources.join(", ") || "none";
    },
    /** Without a source there is nothing to ask for: the archive is measured. */
    get onlyMeasures() {
      return !this.state.sources.length;
    },
    get tried() {
      const { result, running } = this.automatic;
      if (!this.looked || running || !result.dry_run) return "";
      const estimate = this.state.download ? `, about ${size(this.state.download)} to fetch` : "";
      return `${resultText(this.automatic)}${estimate}`;
    },

    // --- streams ---
    async importText() {
      await this.took(() => request("POST", "/api/archive/setup/streams", { text: this.text }));
    },
    async importFile() {
      await this.took(() => upload("/api/archive/setup/streams", this.file));
    },
    async importService() {
      await this.took(() => request("POST", "/api/archive/setup/streams", this.service, LONG));
    },
    async importFolder() {
      await this.took(() => request("POST", "/api/archive/setup/streams", this.folder, LONG));
    },
    async took(work) {
      this.imported = "";
      const answer = await this.storing(work);
      if (answer) this.imported = `${plural(answer.imported.streams, "stream", "streams")} named, ${answer.imported.new} of them new`;
    },

    // --- folders ---
    async testFolder() {
      this.folderText = "";
      const told = await this.storing(() => request("POST", "/api/archive/setup/folder", this.folder, LONG));
      if (!told) return;
      this.folderWord = told.writable ? "good" : "not writable";
      this.folderTone = told.writable ? "badge-ok" : "badge-bad";
      this.folderText = `${told.exists ? `is there, ${plural(told.files, "day file", "day files")}` : "is made when it is saved"}; ${size(told.free)} free`;
    },
    async saveArchive(shape) {
      const name = this.folder.root.replace(/\/+$/, "").split("/").pop().slice(0, 50);
      const answer = await this.storing(() => request("PUT", "/api/archive/setup/archive", { ...this.options, ...shape, ...this.folder, name }));
      if (answer) this.go("monitoring");
    },
    async saveMonitoring() {
      const years = { start_year: this.years.start, end_year: this.years.end };
      const name = this.folder.root.replace(/\/+$/, "").split("/").pop().slice(0, 50);
      const place = this.skipping || !this.state.archive ? { ...this.folder, name } : {};
      const answer = await this.storing(() => request("PUT", "/api/archive/setup/monitoring", { ...years, ...place }, LONG));
      if (answer) this.go("finish");
    },

    // --- finish ---
    async tryOut() {
      this.looked = true;
      await this.updateNow(true);
    },
    async finish(what) {
      const answer = await this.storing(() => request("POST", "/api/archive/setup/finish", {}));
      if (!answer) return;
      if (what && !(await session.attempt(() => request("POST", `/api/archive/${what}`, {})))) return;
      location.href = what ? `/archive/${what}` : "/archive?stay";
    },
    /** Do what a step does; its answer is how far the set-up is. */
    async storing(work) {
      Object.assign(this, { busy: true, problem: "" });
      try {
        const answer = await work();
        if (answer.steps) this.state = answer;
        return answer;
      } catch (error) {
        this.problem = error.message;
        return null;
      } finally {
        this.busy = false;
      }
    },
  });
}
