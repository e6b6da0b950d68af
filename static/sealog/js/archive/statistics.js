// Statistics: a plain table of days, means of stations, the gaps themselves.

import { get, request } from "../api.js";
import { plural } from "../format.js";
import { now } from "../shell.js";
import { gapRow, length, time } from "./words.js";

const PAGE = 100;
const DAY_MS = 86400000;
const dayText = (ms) => new Date(ms).toISOString().slice(0, 10);

/** Cut, never rounded up: 100 % is said only of what is complete. */
export function percent(value) {
  return value === null ? "not expected" : `${(Math.floor(value * 1000) / 1000).toFixed(value === 100 || value === 0 ? 0 : 3)} %`;
}

function rowOf(day) {
  return {
    ...day,
    available: percent(day.percent),
    share: (day.percent || 0) / 100,
    gapTime: day.gap_seconds ? length(day.gap_seconds) : "",
    longest: day.max_gap ? length(day.max_gap) : "",
    overlapTime: day.sum_overlaps ? length(day.sum_overlaps) : "",
    from: time(day.first).slice(11),
    to: time(day.last).slice(11),
  };
}

function stationOf(one) {
  return { ...one, key: `${one.network}.${one.station}`, meanText: percent(one.mean * 100), weightedText: percent(one.weighted * 100), gapText: length(one.gap_s) };
}

/** The days of the window of analysis: what is older is not completed any more, later nothing was asked for yet. */
function daysOfWindow(told) {
  const inside = told.stretches.filter((one) => ["again", "new"].includes(one.name));
  return { start: inside[0].start.slice(0, 10), end: dayText(Date.parse(inside[inside.length - 1].end) - 1) };
}

export function statistics(session) {
  return {
    ...daysOfWindow(session.now.window),
    nslc: "",
    imperfect: false,
    offset: 0,
    turn: 0,
    rows: [],
    stations: [],
    gaps: [],
    told: null,
    hasMore: false,
    problem: "",
    busy: false,

    init() {
      this.read();
      session.on("archive", () => this.read());
      session.on("log", () => this.read()); // the worker says when it has worked the days out
    },
    again() {
      this.offset = 0;
      this.read();
    },
    older() {
      this.offset += PAGE;
      this.read();
    },
    newer() {
      this.offset = Math.max(0, this.offset - PAGE);
      this.read();
    },
    /** An answer that comes after that of a later question is not shown. */
    async read() {
      const asked = { start: this.start, end: this.end, nslc: this.nslc };
      const turn = (this.turn += 1);
      try {
        const answer = await get(`/api/archive/statistics?${new URLSearchParams({ ...asked, imperfect: this.imperfect, offset: this.offset, limit: PAGE })}`);
        if (turn !== this.turn) return;
        this.rows = answer.results.map(rowOf);
        this.hasMore = answer.has_more;
        if (!this.offset) this.stations = answer.stations.map(stationOf);
        await this.readGaps(asked, turn);
        this.problem = "";
      } catch (error) {
        this.problem = error.message;
      }
    },
    /** Up to the end of the last day, but not into the future, of which nothing is expected yet. */
    async readGaps({ start, end, nslc }, turn) {
      const until = Math.min(Date.parse(`${end}T00:00:00Z`) + DAY_MS, now());
      if (!start || until <= Date.parse(`${start}T00:00:00Z`)) {
        this.gaps = [];
        return;
      }
      const told = await get(`/api/archive/gaps?${new URLSearchParams({ start, end: new Date(until).toISOString(), nslc })}`);
      if (turn !== this.turn) return;
      this.told = told;
      this.gaps = told.results.map(gapRow);
    },
    get gapsText() {
      return this.told && this.told.total ? `${plural(this.told.total, "gap", "gaps")}${this.told.more ? ", the first are shown" : ""}` : "";
    },
    /** What nobody looked at is not called complete. */
    get noGapsText() {
      return this.stations.length ? "No gaps" : "Nothing was measured in these days.";
    },
    async refresh() {
      this.busy = true;
      await session.attempt(() => request("POST", "/api/archive/statistics", {}), "A worker brings the statistics up to date");
      this.busy = false;
    },
  };
}
