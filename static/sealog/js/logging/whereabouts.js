// Position and depth of the header strip: of the streams that the settings name, the first one that speaks.

import { age } from "../format.js";
import { createReading, stateOf, takeValue } from "../values/reading.js";

const TELL_NEW_EVERY_MS = 5000;
const NOTHING = { text: "", source: "", age: "", tone: "", title: "" };

/** `wanted`: { position: [[latitude, longitude], ...], depth: [name, ...] }, the preferred ones first. */
export function createWhereabouts(wanted, foundNew) {
  const known = {};
  let toldNewAt = 0;
  const readings = new Map([...wanted.position.flat(), ...wanted.depth].map((name) => [name, createReading()]));

  /** From a status: { name: { source, unit, latest: [Unix seconds, number] } }. */
  function takeStored(streams) {
    Object.entries(streams || {}).forEach(([name, stream]) => {
      known[name] = stream;
      takeNewer(name, stream.latest);
    });
  }

  /** From the socket: { name: [Unix seconds, number] }. */
  function take(values) {
    Object.entries(values).forEach(([name, pair]) => takeNewer(name, pair));
    if (Object.keys(values).some((name) => !known[name])) tellNew();
  }

  /** A value may come before its stream is stored, so it is asked for again, but not each second. */
  function tellNew() {
    if (Date.now() - toldNewAt < TELL_NEW_EVERY_MS) return;
    toldNewAt = Date.now();
    foundNew();
  }

  function takeNewer(name, pair) {
    const reading = readings.get(name);
    if (reading && (reading.at === null || pair[0] > reading.at)) takeValue(reading, pair);
  }

  function position(tick) {
    const pair = choose(wanted.position, tick);
    if (!pair) return NOTHING;
    const [latitude, longitude] = pair.map((name) => readings.get(name).value);
    const text = `${minutes(latitude, 2, "N", "S")} ${minutes(longitude, 3, "E", "W")}`;
    return shown(pair, text, `${latitude.toFixed(6)}, ${longitude.toFixed(6)}`, tick);
  }

  function depth(tick) {
    const names = choose(wanted.depth.map((name) => [name]), tick);
    if (!names) return NOTHING;
    const unit = (known[names[0]] && known[names[0]].unit) || "m";
    const text = `${readings.get(names[0]).value.toFixed(1)} ${unit}`;
    return shown(names, text, text, tick);
  }

  /** The first group that speaks, else the one that spoke last; none when none ever did. */
  function choose(groups, tick) {
    const there = groups.filter((names) => names.every((name) => readings.get(name).at !== null));
    const speaking = there.find((names) => stateOfAll(names, tick) === "ok");
    return speaking || there.sort((one, other) => oldest(other) - oldest(one))[0];
  }

  function stateOfAll(names, tick) {
    return names.every((name) => stateOf(readings.get(name), tick / 1000) === "ok") ? "ok" : "stale";
  }

  function oldest(names) {
    return Math.min(...names.map((name) => readings.get(name).at));
  }

  function shown(names, text, exact, tick) {
    const source = (known[names[0]] && known[names[0]].source) || "";
    const stale = stateOfAll(names, tick) === "stale";
    const ago = age(tick - oldest(names) * 1000);
    const title = `${exact} (${names.join(", ")}), ${ago} old`;
    return { text, source, age: stale ? `stale ${ago}` : ago, tone: stale ? "warn" : "", title };
  }

  return { take, takeStored, position, depth };
}

/** Degrees and minutes as on a chart: `38°33.786′N`. Counted in thousandths, so that 60 minutes never appear. */
function minutes(degrees, digits, positive, negative) {
  const thousandths = Math.round(Math.abs(degrees) * 60000);
  const whole = String(Math.floor(thousandths / 60000)).padStart(digits, "0");
  const rest = ((thousandths % 60000) / 1000).toFixed(3).padStart(6, "0");
  return `${whole}°${rest}′${degrees < 0 ? negative : positive}`;
}
