// Streams and their readings by name, as this page knows them.

import { get } from "../api.js";
import { createReading, takeTrace, takeValue } from "./reading.js";

const PAGE = 1000;

export function createBook(boot) {
  const streams = new Map();
  const readings = new Map();
  let asking = false;

  function take(list) {
    list.forEach((stream) => {
      streams.set(stream.name, Object.assign(streams.get(stream.name) || {}, stream));
      const known = reading(stream.name);
      if (stream.latest && known.at === null) takeValue(known, [stream.latest.timestamp, stream.latest.value]);
    });
  }

  function reading(name) {
    if (!readings.has(name)) readings.set(name, createReading());
    return readings.get(name);
  }

  /** Takes a frame of the socket; returns whether it speaks of streams that are not known yet. */
  function takeFrame(frame) {
    Object.entries(frame.traces || {}).forEach(([name, trace]) => takeTrace(reading(name), trace, frame.step));
    Object.entries(frame.values).forEach(([name, pair]) => takeValue(reading(name), pair));
    return Object.keys(frame.values).some((name) => !streams.has(name));
  }

  /** Whether values came of which no stream is known yet. */
  function hasUnknown() {
    return [...readings.keys()].some((name) => !streams.has(name));
  }

  /** Every stream; a second call while one is under way does nothing. */
  async function load(from = 0) {
    if (asking) return;
    asking = true;
    try {
      for (let offset = from, more = true; more; offset += PAGE) {
        const answer = await get(`/api/streams?limit=${PAGE}&offset=${offset}`);
        take(answer.results);
        more = answer.has_more;
      }
    } finally {
      asking = false;
    }
  }

  take(boot.streams.results);
  return { streams: () => [...streams.values()], take, reading, takeFrame, hasUnknown, load };
}
