// The form of one event: its template's options as fields, additional text, and the time.

import { answerText, editable, parseTyped } from "../format.js";

const KINDS = { "static text": "static", text: "text", dropdown: "dropdown", checkboxes: "checks", "radio buttons": "radios" };
export const OTHER = "Other…";

/** The server stores option names in lower case with underscores; templates may show them otherwise. */
export function storedName(name) {
  return String(name).trim().toLowerCase().replace(/\s+/g, "_");
}

/** Whether a press on the template needs questions answered. */
export function asksQuestions(template) {
  return (
    template.event_free_text_required ||
    template.event_options.some((option) => option.event_option_type !== "static text")
  );
}

export function staticAnswers(template) {
  return template.event_options
    .filter((option) => option.event_option_default_value)
    .map((option) => ({
      event_option_name: option.event_option_name,
      event_option_value: option.event_option_default_value,
    }));
}

/** `prefix` keeps element ids apart when two forms are in the page. */
export function createForm({ template, event, prefix }) {
  const given = new Map(event.event_options.map((option) => [storedName(option.event_option_name), option.event_option_value]));
  const fields = (template ? template.event_options : []).map((option, index) =>
    createField(option, given.get(storedName(option.event_option_name)), `${prefix}-${index}`)
  );
  const named = new Set(fields.map((field) => storedName(field.name)));
  return {
    prefix,
    value: event.event_value,
    fields,
    // Options the template does not know (any more) are shown as plain texts, so that editing loses nothing.
    extras: event.event_options
      .filter((option) => !named.has(storedName(option.event_option_name)))
      .map((option, index) => extraField(option, `${prefix}-extra-${index}`)),
    text: event.event_free_text || "",
    textRequired: Boolean(template && template.event_free_text_required),
    textError: "",
    time: editable(event.ts),
    originalTime: editable(event.ts),
    originalTs: event.ts,
    timeError: "",
    valueError: "",
    reason: "",
  };
}

function createField(option, given, key) {
  const kind = KINDS[option.event_option_type] || "text";
  const choices = option.event_option_values || [];
  const field = {
    key,
    kind,
    name: option.event_option_name,
    label: option.event_option_name,
    choices: kind === "dropdown" && option.event_option_allow_freeform ? [...choices, OTHER] : choices,
    freeform: Boolean(option.event_option_allow_freeform) && ["dropdown", "checks", "radios"].includes(kind),
    required: Boolean(option.event_option_required) && kind !== "static",
    value: kind === "checks" ? [] : "",
    other: "",
    error: "",
  };
  fill(field, choices, given === undefined ? option.event_option_default_value : given);
  return field;
}

function extraField(option, key) {
  return { key, name: option.event_option_name, value: answerText(option.event_option_value), original: option.event_option_value };
}

function fill(field, choices, content) {
  if (field.kind === "checks") {
    const wanted = ticked(content, choices);
    field.value = wanted.filter((value) => choices.includes(value));
    field.other = field.freeform ? wanted.filter((value) => !choices.includes(value)).join("; ") : "";
    return;
  }
  const text = answerText(content);
  const listed = field.kind === "text" || field.kind === "static" || !text || choices.includes(text);
  field.value = listed ? text : otherMark(field);
  field.other = listed ? "" : text;
}

function otherMark(field) {
  return field.kind === "dropdown" && field.freeform ? OTHER : "";
}

/** A list, one choice that may hold commas or semicolons itself, or several choices in one text. */
function ticked(content, choices) {
  if (Array.isArray(content)) return content;
  const text = answerText(content);
  if (!text || choices.includes(text)) return text ? [text] : [];
  const split = (mark) => text.split(mark).map((part) => part.trim()).filter(Boolean);
  const bySemicolon = split(";");
  return bySemicolon.every((part) => choices.includes(part)) ? bySemicolon : split(",");
}

/** Choosing again what is chosen takes the choice back. */
export function clearIfChosen(field, choice) {
  if (field.value === choice) field.value = "";
}

export function answerOf(field) {
  const other = field.other.trim();
  if (field.kind === "checks") {
    const inOrder = field.choices.filter((choice) => field.value.includes(choice));
    return other ? [...inOrder, other] : inOrder;
  }
  if (field.kind === "dropdown" && field.value === OTHER) return other;
  if (field.kind === "radios" && other && !field.value) return other;
  return typeof field.value === "string" ? field.value.trim() : field.value;
}

function isEmpty(answer) {
  return answer.length === 0;
}

export function answersOf(form) {
  const extras = form.extras.map((extra) => ({
    event_option_name: extra.name,
    event_option_value: extra.value === answerText(extra.original) ? extra.original : extra.value.trim(),
  }));
  return form.fields
    .map((field) => ({ event_option_name: field.name, event_option_value: answerOf(field) }))
    .concat(extras)
    .filter((option) => !isEmpty(option.event_option_value));
}

export function timeTouched(form) {
  return form.time.trim() !== form.originalTime;
}

/** An untouched time keeps its milliseconds. */
export function timeOf(form) {
  return timeTouched(form) ? parseTyped(form.time) : form.originalTs;
}

export function shiftTime(form, seconds) {
  form.time = editable(new Date(Date.parse(form.originalTs) + seconds * 1000).toISOString());
}

/** Writes the errors into the form; returns whether there are none. */
export function check(form) {
  form.fields.forEach((field) => {
    const missing = field.required && isEmpty(answerOf(field));
    const list = field.kind === "checks" || field.kind === "radios";
    field.error = missing ? (list ? "Must select at least one option" : "Required") : "";
  });
  form.textError = form.textRequired && !form.text.trim() ? "Required" : "";
  form.timeError = timeOf(form) ? "" : "Write the time as 2026-03-14 22:15:39 (UTC)";
  form.valueError = form.value.trim() ? "" : "Required";
  return !form.textError && !form.timeError && !form.valueError && form.fields.every((field) => !field.error);
}

/** Puts what the server said about single fields where they are; returns whether any of it found its place. */
export function showRefusal(form, fields) {
  const places = { event_free_text: "textError", ts: "timeError", event_value: "valueError" };
  let placed = false;
  Object.entries(fields).forEach(([name, problem]) => {
    const field = form.fields.find((each) => [name, name.split(".").pop()].map(storedName).includes(storedName(each.name)));
    if (field) field.error = problem;
    else if (places[name]) form[places[name]] = problem;
    placed = placed || Boolean(field || places[name]);
  });
  return placed;
}

/** To see whether anything was typed. */
export function fingerprint(form) {
  return JSON.stringify([form.value, answersOf(form), form.fields.map((field) => field.other), form.text, form.time, form.reason]);
}

/** What a half-filled form holds, to be kept on the device while it is open. */
export function contentOf(form) {
  return { event_options: answersOf(form), event_free_text: form.text, time: form.time };
}
