// What templates/partials/event_form.html needs of the component around it.

import { OTHER, clearIfChosen, shiftTime, timeTouched } from "./form.js";

const EMPTY = {
  prefix: "", value: "", fields: [], extras: [], text: "", textRequired: false, textError: "",
  time: "", originalTime: "", originalTs: "", timeError: "", valueError: "", reason: "",
};

export const formParts = {
  form: { ...EMPTY },
  clearIfChosen,
  usesOther(field) {
    return field.freeform && (field.kind !== "dropdown" || field.value === OTHER);
  },
  /** One answer only: a typed one takes the chosen one's place. */
  typedOther(field) {
    if (field.kind === "radios" && field.other.trim()) field.value = "";
  },
  choseRadio(field) {
    field.other = "";
  },
  shift(seconds) {
    shiftTime(this.form, seconds);
  },
  timeIsTouched() {
    return timeTouched(this.form);
  },
};
