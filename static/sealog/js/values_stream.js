// Entry of the page of one stream.
import Alpine from "../vendor/alpinejs/module.esm.min.js";

import { get, request } from "./api.js";
import { age, plural } from "./format.js";
import { now as serverNow, startShell } from "./shell.js";
import { toast } from "./toasts.js";
import { follow } from "./values/link.js";
import { createPlot } from "./values/plot.js";
import { createReading, stateOf, takeTrace, takeValue, textOf } from "./values/reading.js";
import { createSpan } from "./values/span.js";

const POINTS = 4000;
const ROWS = 100;
const SOONEST_MS = 2000;
const PARTS_OF_SPAN = 500;

const boot = JSON.parse(document.getElementById("boot").textContent);
const stream = boot.stream;
const find = (testid) => document.querySelector(`[data-testid="${testid}"]`);
const now = () => serverNow() / 1000;
const reading = createReading();
if (stream.latest) takeValue(reading, [stream.latest.timestamp, stream.latest.value]);

// --- what it is, and its value now ---
function describe() {
  find("stream-title").textContent = stream.label || stream.name;
  const facts = [stream.label ? stream.name : "", stream.source ? `device ${stream.source}` : "", stream.kind === "text" ? "text" : ""];
  find("stream-facts").textContent = facts.filter(Boolean).join(" · ");
  find("stream-description").textContent = stream.description;
  find("stream-description").hidden = !stream.description;
  const form = find("describe-form");
  if (form && !form.contains(document.activeElement)) ["label", "unit", "description"].forEach((name) => (form[name].value = stream[name]));
  showNow();
}

function showNow() {
  const line = find("stream-now");
  line.querySelector(".value-number").textContent = textOf(reading.value);
  line.querySelector(".value-unit").textContent = stream.unit;
  line.querySelector(".value-age").textContent = reading.at === null ? "no value yet" : `${age((now() - reading.at) * 1000)} ago`;
  line.dataset.state = stateOf(reading, now());
}

// --- its plot and table ---
const plot = createPlot(document.getElementById("plot"), (since, until) => span.fix(since, until));
const span = createSpan(now, load);
const iso = (seconds) => new Date(seconds * 1000).toISOString();
let asked = 0;
let timer = null;

async function load() {
  clearTimeout(timer);
  const mine = ++asked;
  const { since, until } = span.current();
  const query = `since=${iso(since)}&until=${iso(until)}`;
  find("csv").href = `/api/streams/${stream.id}/csv?${query}`;
  try {
    const [history, samples] = await Promise.all([
      get(`/api/streams/${stream.id}/history?${query}&points=${POINTS}`),
      get(`/api/streams/${stream.id}/samples?${query}&limit=${ROWS}`),
    ]);
    if (mine !== asked) return;
    show(history, samples, since, until);
  } catch (error) {
    if (mine === asked) tellProblem(error.message);
  }
  if (span.follows()) timer = setTimeout(load, Math.max(SOONEST_MS, ((until - since) / PARTS_OF_SPAN) * 1000));
}

function show(history, samples, since, until) {
  tellProblem("");
  plot.show(history, since, until, stream.unit);
  const count = history.count.reduce((sum, part) => sum + part, 0);
  const parts = history.width ? `, drawn as ${plural(history.t.length, "part", "parts")} with least, greatest and mean` : "";
  find("plot-words").textContent = count ? `${plural(count, "sample", "samples")}${parts}. Drag over the plot to look closer.` : "No numbers in this span.";
  document.getElementById("plot").setAttribute("aria-label", `Plot of ${stream.label || stream.name}: ${plural(count, "sample", "samples")}`);
  find("samples").tBodies[0].replaceChildren(...samples.results.map(tableRow));
  find("samples-more").hidden = !samples.has_more;
  span.show();
}

function tableRow({ at, value }) {
  const row = document.createElement("tr");
  const time = row.insertCell();
  time.className = "time";
  time.textContent = at.replace("T", " ");
  const cell = row.insertCell();
  cell.className = "end";
  cell.textContent = typeof value === "number" ? String(value) : value;
  return row;
}

function tellProblem(words) {
  find("plot-problem").textContent = words;
  find("plot-problem").hidden = !words;
}

// --- describing it ---
async function save(event) {
  event.preventDefault();
  const form = event.target;
  const words = Object.fromEntries(["label", "unit", "description"].map((name) => [name, form[name].value]));
  try {
    Object.assign(stream, await request("PATCH", `/api/streams/${stream.id}`, words));
    describe();
    toast("Saved");
  } catch (error) {
    toast(`Not saved. ${error.message}`, { tone: "bad" });
  }
}

function takeFrame(frame) {
  const trace = frame.traces && frame.traces[stream.name];
  if (trace) takeTrace(reading, trace, frame.step);
  if (frame.values[stream.name]) takeValue(reading, frame.values[stream.name]);
  showNow();
}

function take(record) {
  if (record.id !== stream.id) return;
  Object.assign(stream, record);
  describe();
}

startShell(Alpine);
Alpine.start();
describe();
load();
if (find("describe-form")) find("describe-form").addEventListener("submit", save);
follow(boot, { frame: takeFrame, stream: take, reset: () => get(`/api/streams/${stream.id}`).then(take, () => {}) });
