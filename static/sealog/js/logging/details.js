// One event in full: read, correct, comment, delete, step to its neighbours. It stays live while open.

import { get, request } from "../api.js";
import { closeDialog, openDialog } from "../dialogs.js";
import { answerText, humanName, stamp } from "../format.js";
import { toast } from "../toasts.js";
import { cardsOf } from "./cards.js";
import { answersOf, check, createForm, fingerprint, showRefusal, timeOf, timeTouched } from "./form.js";
import { formParts } from "./formparts.js";
import { lackingParts } from "./lacking.js";
import { remove } from "./messages.js";
import { templateOf } from "./options.js";
import { rowOf } from "./rows.js";

const COMPARED = { event_value: "Value", event_options: "Options", event_free_text: "Text", ts: "Time", state: "State" };

function readable(name, record) {
  if (!record) return "";
  if (name === "ts") return stamp(record.ts);
  if (name !== "event_options") return String(record[name] || "");
  return (record.event_options || [])
    .map((option) => `${option.event_option_name}: ${answerText(option.event_option_value)}`)
    .join(", ");
}

function differences(before, after) {
  return Object.entries(COMPARED)
    .map(([name, label]) => ({ name, label, before: readable(name, before), after: readable(name, after) }))
    .filter((change) => change.before !== change.after);
}

/** Not stored yet, as far as this device knows: the server is not asked for what it cannot have. */
function onlyHere(event) {
  return Boolean(event && event.pending && !event.version);
}

export function details(session) {
  let untouched = "";
  let wanted = 0;
  return {
    ...formParts,
    ...lackingParts,
    id: null,
    event: null,
    row: null,
    cards: { images: [], groups: [] },
    state: "loading",
    problem: "",
    editing: false,
    leaving: false,
    busy: false,
    conflict: null,
    past: { state: "closed", changes: [] },
    mayComment: session.user.may_comment,

    init() {
      session.open.details = (id) => this.show(id);
      session.book.on(({ id, aux }) => {
        if (id !== this.id) return;
        const wasDeleted = this.deleted;
        const wasOnlyHere = onlyHere(this.event);
        this.refresh();
        if (wasOnlyHere && !onlyHere(this.event)) this.show(id);
        else if (aux || (wasDeleted && !this.deleted)) this.lookAgainSoon();
      });
      const asked = new URLSearchParams(location.search).get("event");
      if (asked) this.$nextTick(() => this.show(asked));
    },

    async show(id) {
      wanted += 1;
      const mine = wanted;
      Object.assign(this, {
        id,
        event: null,
        row: null,
        state: "loading",
        problem: "",
        editing: false,
        leaving: false,
        conflict: null,
        past: { state: "closed", changes: [] },
      });
      this.forgetLacking();
      if (this.$refs.past) this.$refs.past.open = false;
      this.refresh();
      openDialog(this.$refs.dialog, () => this.askToClose());
      if (onlyHere(this.event)) {
        this.state = "ready";
        return;
      }
      const asked = session.book.mark();
      try {
        const answer = await get(`/api/events/${id}`);
        if (mine !== wanted) return;
        session.book.takeWithAux(answer, asked);
        this.state = "ready";
        this.lookForLacking();
      } catch (error) {
        if (mine !== wanted) return;
        this.state = this.event && this.event.pending ? "ready" : "failed";
        this.problem = error.status === 404 ? "There is no event with this id." : error.message;
      }
    },
    again() {
      this.show(this.id);
    },
    refresh() {
      const event = session.book.view(this.id);
      if (!event) return;
      this.event = event;
      this.row = rowOf(event);
      this.cards = cardsOf(session.book.auxOf(this.id), session.settings);
    },

    get facts() {
      const event = this.event || {};
      return [
        ["Time", this.row ? this.row.exact : ""],
        ["Author", event.event_author],
        ["On watch", event.on_watch],
        ["Station", event.station],
        ["Taken at", event.captured_at && stamp(event.captured_at)],
        ["Received", event.received_at && stamp(event.received_at)],
        ["Clock offset", event.clock_offset_ms === undefined || event.clock_offset_ms === null ? "" : `${event.clock_offset_ms} ms`],
        ["Version", event.version],
        ["Id", event.id],
      ]
        .filter(([, value]) => value)
        .map(([name, value]) => ({ name, value: String(value) }));
    },
    get mayEdit() {
      return Boolean(this.event) && Boolean(this.event.may_edit) && !this.event.pending && this.event.state !== "deleted";
    },
    get deleted() {
      return Boolean(this.event) && this.event.state === "deleted";
    },
    get headline() {
      return this.row ? this.row.value : "Event";
    },

    // --- editing ---
    edit() {
      const template = templateOf(session, this.event);
      this.form = createForm({ template, event: this.event, prefix: "edit" });
      untouched = fingerprint(this.form);
      this.baseVersion = this.event.version;
      Object.assign(this, { editing: true, leaving: false, conflict: null, problem: "" });
      // The pressed button leaves the page now, and with it its way to $refs.
      const { dialog } = this.$refs;
      setTimeout(() => dialog.querySelector("#edit-value").focus());
    },
    baseVersion: 0,
    changes() {
      const changes = {
        event_value: this.form.value.trim(),
        event_options: answersOf(this.form),
        event_free_text: this.form.text.trim(),
      };
      if (timeTouched(this.form)) changes.ts = timeOf(this.form);
      return changes;
    },
    async save() {
      if (this.busy) return;
      this.problem = "";
      if (!check(this.form)) {
        this.problem = "Some answers are missing or cannot be read.";
        return;
      }
      this.busy = true;
      try {
        const body = { ...this.changes(), version: this.baseVersion, reason: this.form.reason.trim() };
        session.book.take(await request("PATCH", `/api/events/${this.id}`, body));
        Object.assign(this, { editing: false, conflict: null });
        toast(`${this.row.value} changed`);
      } catch (error) {
        await this.notSaved(error);
      } finally {
        this.busy = false;
      }
    },
    async notSaved(error) {
      if (error.status === 409 && error.body.current) {
        await this.showConflict(error.body.current);
      } else {
        showRefusal(this.form, error.fields);
        this.problem = `Not stored. ${error.message}`;
      }
    },
    async showConflict(current) {
      const mine = { ...current, ...this.changes() };
      const rows = differences(current, mine);
      this.conflict = { current, rows, by: await this.lastActor(current) };
      session.book.take(current);
    },
    async lastActor(current) {
      try {
        const { results } = await get(`/api/events/${this.id}/history`);
        const last = results.find((change) => change.version === current.version) || results[results.length - 1];
        return last ? last.actor : "somebody";
      } catch {
        return "somebody";
      }
    },
    useTheirs() {
      this.edit();
    },
    saveMine() {
      this.baseVersion = this.conflict.current.version;
      this.conflict = null;
      return this.save();
    },
    cancelEdit() {
      if (fingerprint(this.form) !== untouched && !this.leaving) this.leaving = true;
      else Object.assign(this, { editing: false, leaving: false, conflict: null, problem: "" });
    },
    stay() {
      this.leaving = false;
    },

    // --- other verbs ---
    remove() {
      const id = this.id;
      this.close();
      remove(session, id);
    },
    restore() {
      session.saving.restore({ ...this.event, state: "final" });
    },
    comment() {
      session.open.comment(this.id);
    },
    openImage(image) {
      session.open.image(image);
    },
    async copyLink() {
      const link = new URL(this.row.link, location.href).href;
      if (await copyText(link, this.$refs.link)) toast("Link copied");
      else toast(`Copy this link: ${link}`, { tone: "warn" });
    },
    async step(by) {
      if (this.editing) return;
      const id = await session.rowAfter(this.id, by);
      if (id) this.show(id);
    },
    arrows(event) {
      const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (by && !event.target.closest("input, textarea, select")) this.step(by);
    },

    // --- history of changes ---
    async loadPast(open) {
      if (!open || this.past.state === "ready") return;
      this.past = { state: "loading", changes: [] };
      try {
        const { results } = await get(`/api/events/${this.id}/history`);
        this.past = { state: "ready", changes: results.map(pastChange) };
      } catch (error) {
        this.past = { state: "failed", changes: [], problem: error.message };
      }
    },

    askToClose() {
      if (!this.editing) this.close();
      else if (this.leaving) this.stay();
      else {
        this.cancelEdit();
        if (!this.editing) this.close();
      }
    },
    close() {
      wanted += 1;
      closeDialog(this.$refs.dialog);
      this.forgetLacking();
      this.id = null;
      this.editing = false;
      if (location.search) window.history.replaceState(null, "", "/");
    },
  };
}

function pastChange(change) {
  return {
    key: change.seq,
    when: stamp(change.at),
    actor: change.actor,
    verb: humanName(change.verb),
    reason: change.reason,
    rows: change.before ? differences(change.before, change.after) : [],
  };
}

/** The clipboard needs a secure address, which a ship's server often has not: then the old way. */
async function copyText(text, field) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Not asked for, not allowed or not there.
  }
  field.value = text;
  field.select();
  return document.execCommand("copy");
}
