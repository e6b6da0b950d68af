// The options dialog. The event exists already, as a draft with the time of the press; this completes it.

import { closeDialog, openDialog } from "../dialogs.js";
import { clockTime, editable, stamp } from "../format.js";
import { forget, recall, remember } from "../storage.js";
import { toast } from "../toasts.js";
import { answersOf, check, contentOf, createForm, fingerprint, showRefusal, timeOf, timeTouched } from "./form.js";
import { formParts } from "./formparts.js";
import { logged, remove } from "./messages.js";

const PATIENCE_MS = 2500;

/** Records of other programs do not name their template; its value is the next best guess. */
export function templateOf(session, event) {
  const list = session.templates();
  return list.find((each) => each.id === event.template_id) || list.find((each) => each.event_value === event.event_value) || null;
}

export function options(session) {
  let untouched = "";
  return {
    ...formParts,
    id: null,
    title: "",
    value: "",
    taken: "",
    asking: false,
    busy: false,
    problem: "",

    init() {
      session.open.options = (what) => this.show(what);
      session.isOpenDraft = (id) => this.id === id;
    },

    /** `template` is known after a press; for a draft of an earlier visit it is looked up. */
    show({ id, template }) {
      const event = session.book.view(id);
      const kept = recall(`answers.${id}`);
      const known = template || templateOf(session, event);
      Object.assign(this, {
        id,
        title: known ? known.event_name : event.event_value,
        value: event.event_value,
        taken: stamp(event.ts),
        asking: false,
        busy: false,
        problem: "",
        form: createForm({ template: known, event, prefix: "option" }),
      });
      untouched = fingerprint(this.form);
      if (kept) this.fillKept(event, known, kept);
      openDialog(this.$refs.dialog, () => this.askToClose());
      session.tell("drafts");
      this.$nextTick(() => this.focusFirst());
    },

    fillKept(event, template, kept) {
      const filled = { ...event, event_options: kept.event_options, event_free_text: kept.event_free_text };
      this.form = createForm({ template, event: filled, prefix: "option" });
      this.form.time = kept.time || editable(event.ts);
    },

    /** Answers survive a closed tab; the time of the press is safe with the draft anyway. */
    keep() {
      if (this.id && this.touched()) remember(`answers.${this.id}`, contentOf(this.form));
    },
    touched() {
      return fingerprint(this.form) !== untouched;
    },

    focusFirst() {
      const field = this.form.fields.find((each) => each.required && each.value.length === 0);
      const place = field ? `[data-field="${field.key}"]` : this.form.textRequired && !this.form.text ? "[data-text]" : "[data-field]:not([readonly]), [data-text]";
      const target = this.$refs.dialog.querySelector(place);
      if (!target) return;
      (target.matches("input, select, textarea") ? target : target.querySelector("input")).focus();
    },

    async submit() {
      if (this.busy) return;
      this.problem = "";
      if (!check(this.form)) {
        this.problem = "Some answers are missing or cannot be read.";
        this.$nextTick(() => this.focusWrong());
        return;
      }
      this.busy = true;
      const id = this.id;
      const saved = session.saving.change(session.book.view(id), this.changes());
      session.attended.add(saved.key);
      try {
        await patience(saved.delivered);
        this.finished(id);
      } catch (error) {
        this.refused(saved.key, error);
      } finally {
        session.attended.delete(saved.key);
        this.busy = false;
      }
    },
    changes() {
      const changes = {
        event_options: answersOf(this.form),
        event_free_text: this.form.text.trim(),
        state: "final",
      };
      if (timeTouched(this.form)) changes.ts = timeOf(this.form);
      return changes;
    },
    finished(id) {
      forget(`answers.${id}`);
      this.close();
      logged(session, id);
    },
    /** The answers stay in the dialog, so the entry need not stay in the outbox. */
    refused(key, error) {
      session.saving.outbox.withdraw(key);
      showRefusal(this.form, error.fields);
      this.problem = `Not stored. ${error.message}`;
      this.$nextTick(() => this.focusWrong());
    },
    focusWrong() {
      const wrong = this.$refs.dialog.querySelector('[aria-invalid="true"]');
      if (wrong) (wrong.matches("input, select, textarea") ? wrong : wrong.querySelector("input")).focus();
    },

    /** Nothing typed: nothing to ask, and the toast can bring the event back. */
    askToClose() {
      if (this.asking) this.asking = false;
      else if (this.touched()) {
        this.keep();
        this.asking = true;
        this.$nextTick(() => this.$refs.keep.focus());
      } else this.discard();
    },
    keepDraft() {
      this.keep();
      this.close();
      toast(`${this.value} ${clockTime(this.form.originalTs)} kept as a draft`);
    },
    discard() {
      const id = this.id;
      this.close();
      remove(session, id);
    },
    goOn() {
      this.asking = false;
      this.$nextTick(() => this.focusFirst());
    },
    close() {
      closeDialog(this.$refs.dialog);
      this.id = null;
      this.asking = false;
      session.tell("drafts");
    },
  };
}

/** Waits for the server a little; without an answer the entry is safe in the outbox and the person can go on. */
function patience(delivered) {
  return Promise.race([delivered, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
}
