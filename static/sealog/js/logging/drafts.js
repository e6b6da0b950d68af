// Own events that were never completed: a bar that brings them back.

import { get } from "../api.js";
import { closeDialog, openDialog } from "../dialogs.js";
import { plural } from "../format.js";
import { remove } from "./messages.js";
import { newestFirst, rowOf } from "./rows.js";

const RETRY_MS = 10000;

export function drafts(session) {
  const known = new Set();
  return {
    rows: [],

    init() {
      session.book.on(({ id }) => this.consider(id));
      session.on("drafts", () => this.list());
      session.on("reset", () => this.load());
      session.saving.outbox.entries().forEach((entry) => this.consider(entry.about.eventId));
      if (session.user.may_log) this.load();
    },
    async load() {
      try {
        const { results } = await get("/api/events/drafts");
        results.forEach(session.book.take);
      } catch {
        setTimeout(() => this.load(), RETRY_MS);
      }
    },
    consider(id) {
      const event = session.book.view(id);
      if (event && event.state === "draft" && event.event_author === session.user.username) known.add(id);
      else if (!known.delete(id)) return;
      this.list();
    },
    list() {
      this.rows = [...known]
        .filter((id) => !session.isOpenDraft(id))
        .map((id) => session.book.view(id))
        .filter((event) => event && event.state === "draft")
        .sort(newestFirst)
        .map(rowOf);
    },
    get text() {
      return plural(this.rows.length, "unfinished event", "unfinished events");
    },
    open() {
      if (this.rows.length === 1) this.complete(this.rows[0].id);
      else openDialog(this.$refs.dialog, () => this.close());
    },
    complete(id) {
      this.close();
      session.open.options({ id });
    },
    discard(id) {
      remove(session, id);
      if (this.rows.length === 0) this.close();
    },
    close() {
      closeDialog(this.$refs.dialog);
    },
  };
}
