// The update page: update now, the stack's progress, the gaps that are left in the window.

import { get, request } from "../api.js";
import { plural } from "../format.js";
import { automatic } from "./automatic.js";
import { mix } from "./mix.js";
import { chips, gapRow, progressText, sums } from "./words.js";

const WORKER_EVERY_MS = 30000;

export function update(session) {
  return mix(automatic(session), {
    counts: session.now.counts,
    gaps: [],
    told: null,

    init() {
      this.followAutomatic();
      session.on("overview", (now) => (this.counts = now.counts));
      session.on("archive", () => this.readGaps());
      this.readGaps();
      this.askWorker();
      setInterval(() => document.visibilityState === "visible" && this.askWorker(), WORKER_EVERY_MS);
    },
    async askWorker() {
      const answer = await get("/api/archive/worker").catch(() => ({ answers: false }));
      this.worker = answer.answers;
    },
    async readGaps() {
      const answer = await get("/api/archive/gaps").catch(() => null);
      if (!answer) return;
      this.told = answer;
      this.gaps = answer.results.map(gapRow);
    },
    get chips() {
      return chips(this.counts);
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
    get gapsText() {
      if (!this.told || !this.told.total) return "";
      return `${plural(this.told.total, "gap", "gaps")} in ${plural(this.told.streams, "stream", "streams")}${this.told.more ? ", the first are shown" : ""}`;
    },
    get noGapsText() {
      if (!this.told) return "Looking";
      return this.told.streams ? `No gaps in ${plural(this.told.streams, "stream", "streams")}` : "No streams are configured";
    },
    async execute() {
      await this.doing(() => request("POST", "/api/archive/stack/execute", {}), "Due requests are handed to the workers");
    },
  });
}
