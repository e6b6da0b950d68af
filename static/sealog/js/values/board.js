// The board: rows by device, the pinned ones first, and which of them a search leaves.

import { plural } from "../format.js";
import { stateOf } from "./reading.js";
import { createRow } from "./row.js";

const groupTemplate = document.getElementById("group-template");
const groups = document.getElementById("groups");
const count = document.getElementById("value-count");
const nothing = document.getElementById("nothing");
const NO_DEVICE = "Other";

/** `book` holds streams and readings by name; `now()` is the server's time in Unix seconds. */
export function createBoard(book, pins, now) {
  let rows = [];
  let search = "";
  let onlyStale = false;

  function matches(stream) {
    const words = `${stream.name} ${stream.label} ${stream.source}`.toLowerCase();
    return search.split(/\s+/).every((word) => words.includes(word)) && (!onlyStale || isStale(stream));
  }

  function isStale(stream) {
    return stateOf(book.reading(stream.name), now()) === "stale";
  }

  /** From scratch: when streams come, pins change, or something is searched. */
  function build() {
    const wanted = book.streams().filter(matches);
    const pinned = pins.list().map((name) => wanted.find((stream) => stream.name === name)).filter(Boolean);
    rows = [];
    const sections = pinned.length ? [section("Pinned", pinned, true)] : [];
    byDevice(wanted).forEach(([device, streams]) => sections.push(section(device, streams, false)));
    groups.replaceChildren(...sections);
    tellCount(wanted.length);
    show();
  }

  function section(title, streams, isPinned) {
    const element = groupTemplate.content.firstElementChild.cloneNode(true);
    element.querySelector("h2").textContent = title;
    element.querySelector(".push").textContent = String(streams.length);
    if (isPinned) element.dataset.pinned = "";
    const made = streams.map((stream) => createRow(stream, book.reading(stream.name), pins));
    element.querySelector("ul").append(...made.map((row) => row.element));
    rows.push(...made);
    return element;
  }

  function tellCount(shown) {
    const all = book.streams().length;
    count.textContent = shown === all ? plural(all, "value", "values") : `${shown} of ${plural(all, "value", "values")}`;
    nothing.hidden = shown > 0;
    nothing.querySelector("p").textContent = all
      ? "No value fits."
      : "No values yet. They appear when a logger stores them, or a program publishes them.";
  }

  function show() {
    const moment = now();
    rows.forEach((row) => row.show(moment));
  }

  return {
    build,
    show,
    describe: () => rows.forEach((row) => row.describe()),
    find(text) {
      search = text.trim().toLowerCase();
      build();
    },
    stale(only) {
      onlyStale = only;
      build();
    },
  };
}

function byDevice(streams) {
  const devices = new Map();
  streams.forEach((stream) => {
    const device = stream.source || NO_DEVICE;
    if (!devices.has(device)) devices.set(device, []);
    devices.get(device).push(stream);
  });
  return [...devices].sort(([one], [other]) => one.localeCompare(other));
}
