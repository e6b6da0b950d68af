// The header strip: which dive, what time, is the page live, what waits, is there disk, does ASNAP run.

import { request } from "../api.js";
import { age, bytes, clockTime, parts, plural, running, stamp } from "../format.js";
import { toast } from "../toasts.js";
import { createWhereabouts } from "./whereabouts.js";

const SKEW_MS = 1000;
const QUIET_LINK_MS = 4000;
const QUIET_EVENTS_MS = 15 * 60000;
const GIB = 1024 ** 3;
const LINK_WORDS = { live: "Live", reconnecting: "Reconnecting", offline: "Offline" };

export function strip(session) {
  const whereabouts = createWhereabouts(session.settings.strip, () => session.tell("new-reading"));
  whereabouts.takeStored(session.boot.status.readings);
  return {
    tick: Date.now(),
    offset: 0,
    link: { state: "reconnecting", polling: false },
    status: session.boot.status,
    lastEventTs: null,
    waiting: 0,
    refused: 0,
    switching: false,
    duty: "",

    init() {
      this.noteEvent(session.boot.newest);
      session.boot.events.results.forEach((event) => this.noteEvent(event));
      session.on("link", (link) => (this.link = link));
      session.on("status", (status) => {
        this.status = status;
        whereabouts.takeStored(status.readings);
      });
      session.on("readings", whereabouts.take);
      session.on("variable", (variable) => this.takeVariable(variable));
      session.on("duty", (duty) => (this.duty = duty.on_watch));
      session.book.on(({ id }) => this.noteEvent(session.book.view(id)));
      session.saving.outbox.on("change", () => this.count());
      this.count();
      this.nextTick();
    },

    /** On the full second of the server's clock, so that the shown second changes when it really does. */
    nextTick() {
      this.tick = session.clock.now();
      this.offset = session.clock.measured ? session.clock.offset : 0;
      setTimeout(() => this.nextTick(), 1000 - (session.clock.now() % 1000) + 5);
    },

    noteEvent(event) {
      if (!event || event.state === "deleted") return;
      if (event.event_value === "ASNAP") {
        const last = this.status.asnap.last_ts;
        if (!last || event.ts > last) this.status.asnap.last_ts = event.ts;
      } else if (!this.lastEventTs || event.ts > this.lastEventTs) {
        this.lastEventTs = event.ts;
      }
    },

    takeVariable({ custom_var_name: name, custom_var_value: value }) {
      if (name === "asnapStatus") this.status.asnap.on = value === "On";
      if (name === "freeSpaceInBytes") this.disk().free_bytes = Number(value);
      // The variable counts what is free; people watch what is used.
      if (name === "freeSpacePercentage") this.disk().used_percent = 100 - Number(value);
    },

    disk() {
      if (!this.status.disk) this.status.disk = { free_bytes: 0, used_percent: 0 };
      return this.status.disk;
    },

    count() {
      const entries = session.saving.outbox.entries();
      const events = (some) => new Set(some.map((entry) => entry.about.eventId)).size;
      this.waiting = events(entries);
      this.refused = events(entries.filter((entry) => entry.refused));
    },

    get date() {
      return parts(new Date(this.tick).toISOString()).date;
    },
    get time() {
      return parts(new Date(this.tick).toISOString()).clock;
    },
    get skewed() {
      return Math.abs(this.offset) > SKEW_MS;
    },
    get skewText() {
      return `device ${age(Math.abs(this.offset))} ${this.offset > 0 ? "behind" : "ahead"}`;
    },

    get linkState() {
      return this.link.state;
    },
    get linkWord() {
      return this.link.polling ? "Live, slow" : LINK_WORDS[this.link.state];
    },
    get linkAge() {
      const silence = session.feed ? this.tick - session.clock.offset - session.feed.lastAt : 0;
      return silence > QUIET_LINK_MS ? age(silence) : "";
    },
    get linkTitle() {
      return `${this.linkWord}; last message ${this.linkAge || "just now"}${this.linkAge ? " ago" : ""}`;
    },

    get pendingText() {
      if (this.refused) return `${plural(this.refused, "event", "events")} refused`;
      return `${this.waiting} waiting`;
    },

    get cruise() {
      return this.status.cruise ? this.status.cruise.cruise_id : "none";
    },
    get lowering() {
      return this.status.lowering ? this.status.lowering.lowering_id : "none";
    },
    get sinceDive() {
      const lowering = this.status.lowering;
      if (!lowering) return "";
      const start = Date.parse(lowering.start_ts);
      const over = lowering.stop_ts && Date.parse(lowering.stop_ts) < this.tick;
      return this.tick < start || over ? "" : running(this.tick - start);
    },

    /** These follow the tick of the second, as values do. */
    get position() {
      return whereabouts.position(this.tick);
    },
    get depth() {
      return whereabouts.depth(this.tick);
    },

    get sinceEvent() {
      return this.lastEventTs ? age(this.tick - Date.parse(this.lastEventTs)) : "none yet";
    },
    /** During a lowering a long silence is worth a glance. */
    get sinceEventTone() {
      const silent = this.lastEventTs && this.tick - Date.parse(this.lastEventTs) > QUIET_EVENTS_MS;
      return silent && this.sinceDive ? "warn" : "";
    },

    get diskText() {
      return this.status.disk ? `${bytes(this.status.disk.free_bytes)} free` : "unknown";
    },
    get diskTone() {
      const disk = this.status.disk;
      if (!disk) return "";
      if (disk.used_percent >= 90 || disk.free_bytes < 10 * GIB) return "bad";
      return disk.used_percent >= 75 || disk.free_bytes < 20 * GIB ? "warn" : "ok";
    },
    get diskTitle() {
      return this.status.disk ? `${Math.round(this.status.disk.used_percent)} % used` : "";
    },

    get asnapOn() {
      return Boolean(this.status.asnap.on);
    },
    get asnapAge() {
      return this.status.asnap.last_ts ? this.tick - Date.parse(this.status.asnap.last_ts) : null;
    },
    /** On, but nothing comes: counted from the switching at the earliest. */
    get asnapStale() {
      const { last_ts: last, since, silent_s: patience } = this.status.asnap;
      const from = [last, since].filter(Boolean).sort().pop();
      return this.asnapOn && (!from || this.tick - Date.parse(from) > patience * 1000);
    },
    get asnapText() {
      if (!this.asnapOn) return "Off";
      if (this.asnapAge === null) return "On, none yet";
      return this.asnapStale ? `On, silent ${age(this.asnapAge)}` : `On, ${age(this.asnapAge)}`;
    },
    get asnapTone() {
      if (!this.asnapOn) return "off";
      return this.asnapStale ? "bad" : "ok";
    },
    /** `every 10 s, off 14:05:00`, or only how often. */
    get asnapDetail() {
      const { interval_s: interval, off_at: off } = this.status.asnap;
      return off ? `every ${interval} s, off ${clockTime(off)}` : `every ${interval} s`;
    },
    get asnapTitle() {
      const { since, by } = this.status.asnap;
      return since ? `Switched ${this.asnapOn ? "on" : "off"} by ${by}, ${stamp(since)}` : "";
    },
    async toggleAsnap() {
      this.switching = true;
      try {
        this.status = await request("PUT", "/api/asnap", { on: !this.asnapOn });
        toast(`ASNAP is ${this.asnapOn ? "on" : "off"}`);
      } catch (error) {
        toast(`ASNAP was not switched. ${error.message}`, { tone: "bad" });
      } finally {
        this.switching = false;
      }
    },

    openPending() {
      session.open.pending();
    },
    openDuty() {
      session.open.duty();
    },
    openKeys() {
      session.open.keys();
    },
  };
}
