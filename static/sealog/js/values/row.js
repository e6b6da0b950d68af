// One line of the board. It writes to the page only what has changed.

import { age } from "../format.js";
import { drawSpark } from "./spark.js";
import { stateOf, textOf } from "./reading.js";

const template = document.getElementById("row-template");
const seen = new IntersectionObserver((entries) => entries.forEach((e) => (e.target.isInView = e.isIntersecting)));

export function createRow(stream, reading, pins) {
  const element = template.content.firstElementChild.cloneNode(true);
  const part = (name) => element.querySelector(`.value-${name}`);
  const parts = { name: part("name"), number: part("number"), unit: part("unit"), age: part("age"), pin: part("pin") };
  element.dataset.name = stream.name;
  parts.name.href = `/values/${stream.id}`;
  parts.pin.addEventListener("click", () => pins.toggle(stream.name));
  seen.observe(element);

  function describe() {
    const shown = stream.label || stream.name;
    parts.name.textContent = shown;
    parts.name.title = [stream.name, stream.description].filter(Boolean).join(": ");
    parts.unit.textContent = stream.unit;
    parts.pin.setAttribute("aria-pressed", String(pins.has(stream.name)));
    parts.pin.setAttribute("aria-label", `Pin ${shown}`);
    parts.pin.title = pins.has(stream.name) ? "Unpin" : "Pin";
  }

  function show(now) {
    write(parts.number, textOf(reading.value));
    write(parts.age, reading.at === null ? "no value" : age((now - reading.at) * 1000));
    const state = stateOf(reading, now);
    if (element.dataset.state !== state) element.dataset.state = state;
    if (element.isInView) drawSpark(element.querySelector("canvas"), reading.trace, Math.floor(now / reading.step));
  }

  describe();
  return { element, describe, show };
}

function write(element, text) {
  if (element.textContent === text) return;
  element.textContent = text;
  element.title = text.length > 12 ? text : "";
}
