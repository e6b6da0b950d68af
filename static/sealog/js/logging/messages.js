// What is said after an event was taken or removed, always with a way back.

import { clockTime } from "../format.js";
import { toast } from "../toasts.js";

function nameOf(event) {
  return `${event.event_value} ${clockTime(event.ts)}`;
}

function keptHere(session) {
  return session.feed && session.feed.state !== "live" ? ". Kept on this device until the connection is back" : "";
}

export function logged(session, id) {
  const event = session.book.view(id);
  session.lastOwn = id;
  toast(`${nameOf(event)} logged${keptHere(session)}`, {
    actions: [{ label: "Undo", testid: "undo", run: () => remove(session, id) }],
  });
}

export function remove(session, id) {
  const event = session.book.view(id);
  if (!event || event.state === "deleted") return;
  session.saving.remove(event);
  toast(`${nameOf(event)} ${event.state === "draft" ? "discarded" : "deleted"}`, {
    actions: [{ label: "Undo", testid: "undo", run: () => session.saving.restore(event) }],
  });
}
