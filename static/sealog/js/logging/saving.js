// What people do to events, as entries of the outbox.

import { request } from "../api.js";
import { clockTime } from "../format.js";
import { newId } from "../ids.js";
import { createOutbox } from "../outbox.js";
import { recall } from "../storage.js";
import { storedName } from "./form.js";

const COMPARED = ["event_value", "event_options", "event_free_text", "ts", "state"];

export function createSaving({ user, clock, book }) {
  const outbox = createOutbox({
    owner: user.id,
    deliver: (entry) => request(entry.method, entry.url, entry.body),
    settle,
  });
  outbox.on("change", () => book.setWaiting(waitingChanges(outbox.entries(), user)));
  outbox.on("stored", ({ answer }) => answer.event_value && book.take(answer));
  book.setWaiting(waitingChanges(outbox.entries(), user));

  function labelOf(value, ts) {
    return `${value} ${clockTime(ts)}`;
  }

  /** `content` holds event_value, event_options, event_free_text, state and template_id; the time is now. */
  function create(content) {
    const now = clock.now();
    const id = newId(now);
    const ts = new Date(now).toISOString();
    const duty = recall("duty", {});
    const body = {
      event_options: [],
      event_free_text: "",
      ...content,
      ts,
      captured_at: ts,
      clock_offset_ms: Math.round(clock.offset),
      on_watch: duty.on_watch || "",
      station: duty.station || "",
    };
    const about = { eventId: id, label: labelOf(body.event_value, ts) };
    return { id, ts, ...outbox.add({ method: "PUT", url: `/api/events/${id}`, body, about }) };
  }

  /** Changes of an own draft or event, against the version on the screen. */
  function change(event, changes) {
    const about = {
      eventId: event.id,
      label: labelOf(changes.event_value || event.event_value, changes.ts || event.ts),
      draft: event.state === "draft",
    };
    const body = { version: event.version || 1, ...changes };
    return outbox.add({ method: "PATCH", url: `/api/events/${event.id}`, body, about });
  }

  function remove(event) {
    const about = { eventId: event.id, label: labelOf(event.event_value, event.ts) };
    return outbox.add({ method: "DELETE", url: `/api/events/${event.id}`, about });
  }

  function restore(event) {
    const about = { eventId: event.id, label: labelOf(event.event_value, event.ts), state: event.state };
    return outbox.add({ method: "POST", url: `/api/events/${event.id}/restore`, body: {}, about });
  }

  function comment(event, text) {
    const about = { eventId: event.id, label: `Comment on ${labelOf(event.event_value, event.ts)}` };
    const body = { id: newId(clock.now()), text };
    return outbox.add({ method: "POST", url: `/api/events/${event.id}/comments`, body, about });
  }

  return { outbox, create, change, remove, restore, comment };
}

/** What to do when the server refuses because the record is not as the entry supposed. */
function settle(entry, error) {
  const current = error.body.current;
  if (entry.method === "DELETE" && (error.status === 404 || (current && current.state === "deleted"))) {
    return { done: current || {} };
  }
  if (error.status !== 409 || entry.method !== "PATCH" || !current) return null;
  if (alreadySo(entry.body, current)) return { done: current };
  // Completing one's own draft overwrites nobody: a comment, say, raised its version meanwhile.
  if (entry.about.draft && current.state === "draft") return { body: { ...entry.body, version: current.version } };
  return null;
}

/** The change was stored before, only its answer was lost on the way. */
function alreadySo(wanted, current) {
  return COMPARED.every((name) => !(name in wanted) || asStored(wanted[name]) === asStored(current[name]));
}

function asStored(value) {
  if (!Array.isArray(value)) return JSON.stringify(value);
  return JSON.stringify(value.map((option) => [storedName(option.event_option_name), option.event_option_value]));
}

/** For the screen: event id -> how the event will be once everything in the outbox is stored. */
function waitingChanges(entries, user) {
  const waiting = new Map();
  entries.forEach((entry) => {
    const { eventId } = entry.about;
    const before = waiting.get(eventId) || { refused: "" };
    const refused = entry.refused ? entry.problem : before.refused;
    waiting.set(eventId, { ...before, ...effectOf(entry, user), refused });
  });
  return waiting;
}

function effectOf({ method, url, body, about }, user) {
  if (method === "PUT") {
    return { id: about.eventId, event_author: user.username, comments: [], version: 0, ...body };
  }
  if (method === "PATCH") {
    const { version: _, reason: __, ...changes } = body;
    return changes;
  }
  if (method === "DELETE") return { state: "deleted" };
  return url.endsWith("/restore") ? { state: about.state } : {};
}
