// The event filter's full-text rule, exactly as the server applies it (one rule for list, live rows and export):
// a term matches event value, free text or any option value, as a substring without regard to case; several terms
// are alternatives; `!term` is tested against the event value only; both kinds together must hold.

export function terms(text) {
  return text
    .split(",")
    .map((term) => term.trim())
    .filter((term) => term && term !== "!");
}

function contains(text, part) {
  return String(text || "").toLowerCase().includes(part);
}

function mentions(event, part) {
  return (
    contains(event.event_value, part) ||
    contains(event.event_free_text, part) ||
    event.event_options.some((option) => [].concat(option.event_option_value).some((value) => contains(value, part)))
  );
}

export function matches(event, fulltext) {
  const wanted = fulltext.filter((term) => !term.startsWith("!")).map((term) => term.toLowerCase());
  const unwanted = fulltext
    .filter((term) => term.startsWith("!"))
    .map((term) => term.slice(1).trim().toLowerCase())
    .filter(Boolean);
  if (unwanted.some((part) => contains(event.event_value, part))) return false;
  return wanted.length === 0 || wanted.some((part) => mentions(event, part));
}
