// The small dialogs: a picture in full size, who is on watch, the keys.

import { closeDialog, openDialog } from "../dialogs.js";
import { recall, remember } from "../storage.js";
import { toast } from "../toasts.js";

const MOST_NAMES = 12;

export function imagePreview(session) {
  return {
    image: { url: "", file: "", camera: "", failed: false },
    init() {
      session.open.image = (image) => {
        this.image = { ...image };
        openDialog(this.$refs.dialog, () => this.close());
      };
    },
    close() {
      closeDialog(this.$refs.dialog);
    },
  };
}

/** Shared accounts hide who logged: the name on watch goes with each event of this device. */
export function dutyDialog(session) {
  return {
    onWatch: "",
    station: "",
    names: recall("duty-names", []),
    init() {
      session.open.duty = () => this.show();
      session.tell("duty", { on_watch: "", ...recall("duty", {}) });
    },
    show() {
      const duty = recall("duty", {});
      Object.assign(this, { onWatch: duty.on_watch || "", station: duty.station || "" });
      openDialog(this.$refs.dialog, () => this.close());
    },
    choose(name) {
      this.onWatch = name;
      this.submit();
    },
    submit() {
      const duty = { on_watch: this.onWatch.trim(), station: this.station.trim() };
      remember("duty", duty);
      if (duty.on_watch) {
        this.names = [duty.on_watch, ...this.names.filter((name) => name !== duty.on_watch)].slice(0, MOST_NAMES);
        remember("duty-names", this.names);
      }
      session.tell("duty", duty);
      this.close();
      toast(duty.on_watch ? `${duty.on_watch} is on watch on this device` : "Nobody is named on watch");
    },
    close() {
      closeDialog(this.$refs.dialog);
    },
  };
}

export function keysDialog(session) {
  return {
    enabled: recall("keys", true),
    init() {
      session.open.keys = () => openDialog(this.$refs.dialog, () => this.close());
    },
    toggle() {
      remember("keys", this.enabled);
    },
    close() {
      closeDialog(this.$refs.dialog);
    },
  };
}
