// The one-line field: what is typed becomes a FREE_FORM event.

import { forget, recall, remember } from "../storage.js";
import { logged } from "./messages.js";

export function freeText(session) {
  return {
    text: recall("free-text", ""),

    get empty() {
      return !this.text.trim();
    },
    /** Half a sentence survives a reload. */
    keep() {
      remember("free-text", this.text);
    },
    submit() {
      if (this.empty) return;
      const saved = session.saving.create({
        event_value: "FREE_FORM",
        event_free_text: this.text.trim(),
        state: "final",
      });
      this.text = "";
      forget("free-text");
      logged(session, saved.id);
    },
    leave() {
      this.$refs.text.blur();
    },
    init() {
      session.on("focus-free-text", () => this.$refs.text.focus());
    },
  };
}
