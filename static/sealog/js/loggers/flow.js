// The way of the data through one logger: readers -> transforms -> writers, each with its figures.

import { count, rate } from "./words.js";

const COLUMNS = [
  { name: "readers", title: "Readers" },
  { name: "transforms", title: "Transforms" },
  { name: "writers", title: "Writers" },
  { name: "feeds", title: "Feeds" },
];
const MOST_ARGUMENTS = 4;

export function columnsOf(parts, config) {
  return COLUMNS.map(({ name, title }) => ({
    name,
    title,
    parts: parts.filter((part) => part.path.split(".")[0] === name).map((part) => boxOf(part, config)),
  })).filter((column) => column.parts.length || column.name === "readers" || column.name === "writers");
}

function boxOf(part, config) {
  const causes = Object.entries(part.tally || {}).map(([cause, number]) => ({
    cause,
    number: count(number),
    sample: (part.samples || {})[cause] || "",
  }));
  return {
    path: part.path,
    name: part.path.startsWith("feeds.") ? part.path.slice(6) : part.class,
    kind: part.path.startsWith("feeds.") ? part.class : "",
    nested: part.path.split(".").length > 2 && !part.path.startsWith("feeds."),
    count: count(part.count),
    rate: rate(part.rate),
    waiting: part.waiting === null || part.waiting === undefined ? "" : `queue ${count(part.waiting)}`,
    crowded: part.waiting > 1000,
    trouble: part.trouble || "",
    causes,
    hasCauses: causes.length > 0,
    arguments: argumentsOf(part.path, config),
  };
}

/** The part of a config that a path names; a list may be written as its only part. */
function manifestOf(path, config) {
  let found = config;
  for (const step of path.split(".")) {
    if (found === null || typeof found !== "object") return null;
    if (/^\d+$/.test(step)) found = Array.isArray(found) ? found[Number(step)] : Number(step) === 0 ? found : null;
    else found = found[step] !== undefined ? found[step] : (found.kwargs || {})[step];
  }
  return found;
}

function argumentsOf(path, config) {
  const manifest = config ? manifestOf(path, config) : null;
  const kwargs = (manifest && manifest.kwargs) || {};
  const plain = Object.entries(kwargs).filter(([, value]) => value !== null && typeof value !== "object");
  const shown = plain.slice(0, MOST_ARGUMENTS).map(([key, value]) => `${key}: ${value}`);
  return shown.join(", ") + (plain.length > MOST_ARGUMENTS ? ", ..." : "");
}
