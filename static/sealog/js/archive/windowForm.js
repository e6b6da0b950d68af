// The window of analysis: its settings, and the time line the server draws of them.

import { get, request } from "../api.js";
import { plural } from "../format.js";
import { time } from "./words.js";

const PAUSE_MS = 200;
const MEANING = {
  past: ["past", "not updated any more"],
  again: ["again", "to be updated again"],
  new: ["new", "new data"],
  latency: ["later", "latency: not looked at yet"],
};

const shapeOf = (told) => ({ granularity_type: told.granularity, f_analysis: told.frequency, w_analysis: told.length, l_analysis: told.latency, crontime: told.hour });

function stretchOf(one, unit) {
  const [word, meaning] = MEANING[one.name];
  const label = `${meaning}, ${plural(one.units, unit, `${unit}s`)}: ${time(one.start)} to ${time(one.end)}`;
  return { ...one, word, label, style: { flexGrow: String(one.units) } };
}

export function windowForm(session) {
  return {
    shape: shapeOf(session.now.window),
    stored: JSON.stringify(shapeOf(session.now.window)),
    stretches: [],
    chosenStretch: "new",
    problem: "",
    busy: false,
    timer: null,

    init() {
      this.show(session.now.window);
    },
    draw() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), PAUSE_MS);
    },
    async ask() {
      try {
        this.show(await get(`/api/archive/window?${new URLSearchParams(this.shape)}`));
        this.problem = "";
      } catch (error) {
        this.problem = error.message;
      }
    },
    show(told) {
      const unit = told.granularity === "hourly" ? "hour" : "day";
      this.stretches = told.stretches.filter((one) => one.units > 0).map((one) => stretchOf(one, unit));
    },
    choose(name) {
      this.chosenStretch = name;
    },
    get stretchText() {
      const found = this.stretches.find((one) => one.name === this.chosenStretch);
      return found ? found.label : plural(this.stretches.length, "stretch", "stretches");
    },
    get isDaily() {
      return this.shape.granularity_type === "daily";
    },
    get changed() {
      return JSON.stringify({ ...this.shape, ...this.numbers() }) !== this.stored;
    },
    numbers() {
      const { f_analysis: f, w_analysis: w, l_analysis: l, crontime } = this.shape;
      return { f_analysis: Number(f), w_analysis: Number(w), l_analysis: Number(l), crontime: Number(crontime) };
    },
    async save() {
      this.busy = true;
      const answer = await session.attempt(() => request("PUT", "/api/archive/window", this.shape), "The window is stored");
      this.busy = false;
      if (!answer) return;
      this.stored = JSON.stringify(shapeOf(answer));
      this.shape = shapeOf(answer);
      this.show(answer);
      session.tell("archive");
    },
  };
}
