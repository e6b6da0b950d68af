// Expected aux data that an event has not: what is awaited, what did not come and why, and a button that asks again.

import { get, request } from "../api.js";
import { humanName } from "../format.js";
import { toast } from "../toasts.js";

const AGAIN_MS = 1500; // several records come one after the other
const WORDS = { awaited: "awaited", missing: "no values", failed: "failed" };

export const lackingParts = {
  lacking: { results: [], may_fill: false },
  lookingAgain: null,

  async lookForLacking() {
    if (this.deleted) return; // nothing is awaited for it
    const { id } = this;
    const answer = await get(`/api/events/${id}/missing-aux-data`).catch(() => null);
    if (id !== this.id || !answer) return;
    const results = answer.results.map((one) => ({ ...one, title: humanName(one.data_source), word: WORDS[one.state], tone: one.state === "awaited" ? "badge-wait" : "badge-warn" }));
    this.lacking = { ...answer, results };
    if (results.some((one) => one.state === "awaited")) this.lookAgainSoon();
  },
  lookAgainSoon() {
    clearTimeout(this.lookingAgain);
    if (this.id) this.lookingAgain = setTimeout(() => this.id && this.lookForLacking(), AGAIN_MS);
  },
  forgetLacking() {
    clearTimeout(this.lookingAgain);
    this.lacking = { results: [], may_fill: false };
  },
  async fillLacking() {
    try {
      await request("POST", `/api/events/${this.id}/missing-aux-data`, {});
      toast("Asked for again; what there is comes in a moment");
      this.lookAgainSoon();
    } catch (error) {
      toast(error.message, { tone: "bad" });
    }
  },
};
