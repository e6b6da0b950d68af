// Comments of one event: read, add, correct one's own.

import { request } from "../api.js";
import { closeDialog, openDialog } from "../dialogs.js";
import { forget, recall, remember } from "../storage.js";
import { toast } from "../toasts.js";
import { rowOf } from "./rows.js";

const PATIENCE_MS = 2500;

export function comments(session) {
  return {
    id: null,
    row: null,
    text: "",
    editing: null,
    busy: false,
    problem: "",

    init() {
      session.open.comment = (id) => this.show(id);
      session.book.on(({ id }) => id === this.id && this.refresh());
    },
    show(id) {
      Object.assign(this, { id, text: recall(`comment.${id}`, ""), editing: null, busy: false, problem: "" });
      this.refresh();
      openDialog(this.$refs.dialog, () => this.close());
      this.$nextTick(() => this.$refs.text.focus());
    },
    refresh() {
      const event = session.book.view(this.id);
      if (event) this.row = rowOf(event);
    },

    isMine(comment) {
      return Boolean(comment.author) && (comment.author === session.user.username || session.user.is_admin);
    },
    /** A half-written comment survives Esc and reload. */
    keep() {
      if (!this.editing) remember(`comment.${this.id}`, this.text);
    },
    edit(comment) {
      this.editing = comment.id;
      this.text = comment.text;
      this.$refs.text.focus();
    },
    stopEditing() {
      this.editing = null;
      this.text = recall(`comment.${this.id}`, "");
    },
    get empty() {
      return !this.text.trim();
    },

    async submit() {
      if (this.empty || this.busy) return;
      this.busy = true;
      this.problem = "";
      try {
        await (this.editing ? this.change() : this.add());
      } catch (error) {
        this.problem = `Not stored. ${error.message}`;
      } finally {
        this.busy = false;
      }
    },
    async add() {
      const id = this.id;
      const { key, delivered } = session.saving.comment(session.book.view(id), this.text.trim());
      session.attended.add(key);
      try {
        await Promise.race([delivered, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
      } catch (error) {
        session.saving.outbox.withdraw(key);
        throw error;
      } finally {
        session.attended.delete(key);
      }
      forget(`comment.${id}`);
      this.text = "";
      this.close();
      toast("Comment added");
    },
    async change() {
      session.book.take(await request("PATCH", `/api/comments/${this.editing}`, { text: this.text.trim() }));
      this.stopEditing();
      toast("Comment changed");
    },
    async remove(comment) {
      try {
        session.book.take(await request("DELETE", `/api/comments/${comment.id}`));
        toast("Comment removed");
      } catch (error) {
        this.problem = `Not removed. ${error.message}`;
      }
    },
    close() {
      closeDialog(this.$refs.dialog);
      this.id = null;
    },
  };
}
