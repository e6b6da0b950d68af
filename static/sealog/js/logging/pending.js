// What is on this device and not yet stored on the server.

import { closeDialog, openDialog } from "../dialogs.js";
import { age, stamp } from "../format.js";

const VERBS = { PUT: "New event", PATCH: "Change", DELETE: "Deletion", POST: "Addition" };

function itemOf(entry) {
  return {
    key: entry.key,
    verb: VERBS[entry.method],
    label: entry.about.label,
    when: stamp(new Date(entry.at).toISOString()),
    waited: age(Date.now() - entry.at),
    refused: entry.refused,
    problem: entry.problem,
    details: JSON.stringify(entry.body || {}, null, 2),
  };
}

export function pending(session) {
  const { outbox } = session.saving;
  return {
    items: [],
    foreign: 0,
    durable: true,
    signedOut: false,

    init() {
      session.on("signed-out", (out) => (this.signedOut = out));
      session.open.pending = () => this.show();
      outbox.on("change", () => this.refresh());
      this.refresh();
    },
    refresh() {
      this.items = outbox.entries().map(itemOf);
      this.foreign = outbox.foreign();
      this.durable = outbox.durable;
      this.signedOut = this.signedOut || outbox.signedOut;
    },
    get loginLink() {
      return `/login?next=${encodeURIComponent(location.pathname + location.search)}`;
    },
    show() {
      this.refresh();
      openDialog(this.$refs.dialog, () => this.close());
    },
    sendNow() {
      outbox.kick();
    },
    retry(key) {
      outbox.retry(key);
    },
    withdraw(key) {
      outbox.withdraw(key);
    },
    close() {
      closeDialog(this.$refs.dialog);
    },
  };
}
