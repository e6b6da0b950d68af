// How times, durations, sizes and names from data are written, in one place.

/** `2026-03-14T22:15:39.123Z` -> { date: "2026-03-14", clock: "22:15:39Z", millis: ".123" } */
export function parts(iso) {
  const text = String(iso || "");
  return { date: text.slice(0, 10), clock: text ? text.slice(11, 19) + "Z" : "", millis: text.slice(19, 23) };
}

export function stamp(iso) {
  const { date, clock } = parts(iso);
  return date ? `${date} ${clock}` : "";
}

export function clockTime(iso) {
  return parts(iso).clock.replace("Z", "");
}

/** For text fields: `2026-03-14 22:15:39`. */
export function editable(iso) {
  return stamp(iso).replace("Z", "");
}

const TYPED = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d)(?::(\d\d)(\.\d{1,3})?)?Z?$/;

/** A typed UTC time as ISO with milliseconds, or null when it is no time (31 February is none). */
export function parseTyped(text) {
  const match = TYPED.exec(text.trim());
  if (!match) return null;
  const [, year, month, day, hour, minute, second = "00", fraction = ".0"] = match;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(1).padEnd(3, "0")}Z`;
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) || time.toISOString() !== iso ? null : iso;
}

function two(number) {
  return String(number).padStart(2, "0");
}

/** A running time: `3:12:44`, with days from the first full one on. */
export function running(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const days = Math.floor(seconds / 86400);
  const rest = `${Math.floor((seconds % 86400) / 3600)}:${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
  return days ? `${days} d ${rest}` : rest;
}

/** A rough age: `4 s`, `12 min`, `3 h 5 min`, `2 d 4 h`. */
export function age(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  return hours % 24 ? `${Math.floor(hours / 24)} d ${hours % 24} h` : `${Math.floor(hours / 24)} d`;
}

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

export function bytes(count) {
  let value = count;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}

/** `vehicleRealtimeNavData` -> `Vehicle Realtime Nav Data`, `sample_id` -> `Sample Id`. */
export function humanName(name) {
  return String(name)
    .replace(/[_-]+/g, " ")
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .trim()
    .split(/\s+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");
}

/** Several answers are kept as a list and only joined to be read. */
export function answerText(value) {
  return Array.isArray(value) ? value.join("; ") : String(value === null || value === undefined ? "" : value);
}

export function plural(count, one, many) {
  return `${count} ${count === 1 ? one : many}`;
}
