// The newest value of one stream, and when it counts as stale: after some of its own usual intervals without news.

const STALE_INTERVALS = 4;
const STALE_AFTER_S = 15;
const WEIGHT = 0.2;
const TRACE_STEPS = 60;

export function createReading() {
  return { at: null, value: null, interval: null, trace: [], step: 10 };
}

export function takeTrace(reading, trace, step) {
  reading.trace = trace;
  reading.step = step;
  if (trace.length < 2) return;
  reading.interval = ((trace[trace.length - 1][0] - trace[0][0]) * step) / (trace.length - 1);
}

export function takeValue(reading, [at, value]) {
  if (reading.at !== null && at > reading.at) {
    const passed = at - reading.at;
    reading.interval = reading.interval === null ? passed : reading.interval + (passed - reading.interval) * WEIGHT;
  }
  reading.at = at;
  reading.value = value;
  if (typeof value === "number") draw(reading, Math.floor(at / reading.step), value);
}

function draw(reading, step, value) {
  const last = reading.trace[reading.trace.length - 1];
  if (last && last[0] === step) last[1] = value;
  else if (!last || last[0] < step) reading.trace.push([step, value]);
  while (reading.trace.length > TRACE_STEPS) reading.trace.shift();
}

/** "none", "ok" or "stale"; `now` in Unix seconds of the server. */
export function stateOf(reading, now) {
  if (reading.at === null) return "none";
  const patience = Math.max(STALE_AFTER_S, STALE_INTERVALS * (reading.interval || 0));
  return now - reading.at > patience ? "stale" : "ok";
}

/** Eight digits are more than any sensor has, and hide what binary fractions add. */
export function textOf(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(Number(value.toPrecision(8)));
  return String(value);
}
