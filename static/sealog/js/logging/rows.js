// An event as it is shown in lists: ready-made texts, so that the page itself only places them.

import { answerText, humanName, parts, stamp } from "../format.js";

const HIDDEN_OPTION = "event_comment";

export function shownOptions(event) {
  return event.event_options
    .filter((option) => option.event_option_name !== HIDDEN_OPTION)
    .map((option, index) => ({
      key: index,
      name: option.event_option_name,
      label: humanName(option.event_option_name),
      text: answerText(option.event_option_value),
    }));
}

/** Records of existing Sealog servers carry their one comment as an option. */
export function shownComments(event) {
  const legacy = event.event_options
    .filter((option) => option.event_option_name === HIDDEN_OPTION && answerText(option.event_option_value))
    .map((option) => ({ id: HIDDEN_OPTION, author: "", text: answerText(option.event_option_value), when: "" }));
  const own = (event.comments || []).map((comment) => ({ ...comment, when: stamp(comment.at) }));
  const texts = new Set(own.map((comment) => comment.text));
  return legacy.filter((comment) => !texts.has(comment.text)).concat(own);
}

export function rowOf(event) {
  const { date, clock, millis } = parts(event.ts);
  const comments = shownComments(event);
  return {
    id: event.id,
    ts: event.ts,
    link: `/?event=${event.id}`,
    date,
    clock,
    exact: `${date} ${clock.replace("Z", "")}${millis}Z`,
    author: event.event_author,
    value: event.event_value,
    options: shownOptions(event),
    text: event.event_free_text,
    comments,
    draft: event.state === "draft",
    pending: Boolean(event.pending) && !event.refused,
    refused: event.refused || "",
    leaving: false,
    fresh: false,
  };
}

export function newestFirst(a, b) {
  if (a.ts !== b.ts) return a.ts < b.ts ? 1 : -1;
  return a.id < b.id ? 1 : -1;
}
