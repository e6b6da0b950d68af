// The automatic update as several pages show it: state, next run, last result, progress, start and stop.

import { request } from "../api.js";
import { resultText, time } from "./words.js";

/** Mixed into a component; it calls `followAutomatic()` in its init(). Uses `busy`. */
export function automatic(session) {
  return {
    automatic: session.now.automatic,
    hasArchive: Boolean(session.now.archive),
    worker: true,
    busy: false,

    followAutomatic() {
      session.on("overview", (now) => {
        this.automatic = now.automatic;
        this.hasArchive = Boolean(now.archive);
      });
    },
    get autoWord() {
      if (this.automatic.running) return "running now";
      return this.automatic.enabled ? "on" : "off";
    },
    get autoTone() {
      if (this.automatic.running) return "badge-warn";
      return this.automatic.enabled ? "badge-ok" : "";
    },
    get nextRun() {
      return this.automatic.next_run ? time(this.automatic.next_run) : "none planned";
    },
    get lastRun() {
      return time(this.automatic.ended_at) || "never";
    },
    get lastResult() {
      return resultText(this.automatic);
    },
    get stageText() {
      const { stage, done, total } = this.automatic;
      return `${stage || "starting"}${total > 1 ? `, ${done} of ${total}` : ""}`;
    },
    async turn() {
      const on = !this.automatic.enabled;
      await this.doing(() => request("PUT", "/api/archive/automatic", { on }), on ? "Automatic update is on" : "Automatic update is off");
    },
    async updateNow(dry) {
      await this.doing(() => request("POST", "/api/archive/update", { dry_run: dry }), dry ? "" : "The update starts");
    },
    async doing(work, done) {
      this.busy = true;
      const answer = await session.attempt(work, done);
      if (answer && answer.marks) session.take(answer);
      this.busy = false;
      return answer;
    },
  };
}
