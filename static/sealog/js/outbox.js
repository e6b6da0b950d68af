// The save path. Each save is an entry that is kept in memory and on the device until the server has stored or
// refused it. Entries of one event go out in the order they were made; requests are repeatable, so that an answer
// lost on the way costs nothing.
//
// Only this file knows how entries are kept (localStorage now); everyone else uses add, entries, withdraw, retry,
// kick and the events "change", "stored" and "refused".

import { forget, recall, remember, remembered, watch } from "./storage.js";

const WAITS_MS = [1000, 2000, 4000, 8000, 15000];
const ADOPT_EVERY_MS = 30000;
const SIGNED_OUT_WAIT_MS = 30000;

let counter = 0;

function entryKey(atMs) {
  counter += 1;
  return `outbox.${String(atMs).padStart(15, "0")}-${String(counter).padStart(5, "0")}-${Math.random().toString(36).slice(2, 8)}`;
}

/**
 * owner: id of the person whose entries these are. deliver(entry): Promise of the server's answer.
 * settle(entry, error): for a refusal, either a new body to send at once or { done: answer }, or null to give up.
 */
export function createOutbox({ owner, deliver, settle }) {
  const bus = new EventTarget();
  const entries = new Map();
  const waiters = new Map();
  const sending = new Set();
  let failures = 0;
  let timer = null;
  let running = false;

  const outbox = {
    durable: true,
    signedOut: false,
    entries: () => [...entries.values()],
    foreign: () => others().length,
    on: (type, listener) => bus.addEventListener(type, (event) => listener(event.detail)),
    add,
    withdraw,
    retry,
    kick,
  };

  function tell(type, detail) {
    bus.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** `about` = { eventId, label }: what the entry belongs to, and its name on the screen. */
  function add({ method, url, body, about }) {
    const at = Date.now();
    const entry = { key: entryKey(at), owner, at, method, url, body, about, tries: 0, problem: "", refused: false };
    entries.set(entry.key, entry);
    keep(entry);
    const delivered = new Promise((resolve, reject) => waiters.set(entry.key, { resolve, reject }));
    delivered.catch(() => {});
    tell("change");
    kick();
    return { key: entry.key, delivered };
  }

  function keep(entry) {
    outbox.durable = remember(entry.key, entry);
  }

  function drop(entry) {
    entries.delete(entry.key);
    forget(entry.key);
  }

  function withdraw(key) {
    const entry = entries.get(key);
    if (!entry) return;
    drop(entry);
    waiters.delete(key);
    tell("change");
  }

  function retry(key) {
    const entry = entries.get(key);
    if (!entry) return;
    Object.assign(entry, { refused: false, notBefore: 0, problem: "" });
    keep(entry);
    tell("change");
    kick();
  }

  /** Try now, whatever the back-off says. */
  function kick() {
    failures = 0;
    entries.forEach((entry) => (entry.notBefore = 0));
    run();
  }

  /** The oldest entry that may go: none overtakes an older one of the same event. */
  function next() {
    const held = new Set();
    for (const entry of entries.values()) {
      if (entry.refused) continue;
      if (!held.has(entry.about.eventId) && !(entry.notBefore > Date.now())) return entry;
      held.add(entry.about.eventId);
    }
    return null;
  }

  async function run() {
    if (running) return;
    running = true;
    clearTimeout(timer);
    let entry = next();
    while (entry && (await attempt(entry))) entry = next();
    running = false;
    const waiting = outbox.entries().filter((each) => !each.refused);
    if (waiting.length) timer = setTimeout(run, pause());
  }

  function pause() {
    if (outbox.signedOut) return SIGNED_OUT_WAIT_MS;
    return WAITS_MS[Math.min(Math.max(failures, 1), WAITS_MS.length) - 1];
  }

  /** Whether it makes sense to go on with the next entry at once. */
  async function attempt(entry) {
    sending.add(entry.key);
    try {
      stored(entry, await deliver(entry));
      return true;
    } catch (error) {
      return failed(entry, error);
    } finally {
      sending.delete(entry.key);
    }
  }

  function stored(entry, answer) {
    failures = 0;
    outbox.signedOut = false;
    drop(entry);
    renumber(entry, answer);
    tell("stored", { entry, answer });
    tell("change");
    const waiter = waiters.get(entry.key);
    waiters.delete(entry.key);
    if (waiter) waiter.resolve(answer);
  }

  /** A change that was made before its record was stored learns the version it changes. */
  function renumber({ about }, answer) {
    if (!answer || !answer.version) return;
    entries.forEach((entry) => {
      if (entry.about.eventId === about.eventId && entry.body && "version" in entry.body) {
        entry.body.version = answer.version;
        keep(entry);
      }
    });
  }

  function failed(entry, error) {
    entry.tries += 1;
    entry.problem = error.message;
    if (error.signedOut) {
      outbox.signedOut = true;
      tell("change");
      return false;
    }
    if (error.passing) {
      failures += 1;
      // A server that fails on this one entry may well take the others; one that is away takes none.
      entry.notBefore = Date.now() + WAITS_MS[Math.min(entry.tries, WAITS_MS.length) - 1];
      tell("change");
      return error.status !== 0;
    }
    return settled(entry, error);
  }

  function settled(entry, error) {
    const verdict = settle(entry, error);
    if (verdict && verdict.done) {
      stored(entry, verdict.done);
    } else if (verdict && verdict.body && !entry.amended) {
      Object.assign(entry, { body: verdict.body, amended: true });
      keep(entry);
    } else {
      refuse(entry, error);
    }
    return true;
  }

  function refuse(entry, error) {
    entry.refused = true;
    keep(entry);
    tell("refused", { entry, error });
    tell("change");
    const waiter = waiters.get(entry.key);
    waiters.delete(entry.key);
    if (waiter) waiter.reject(error);
  }

  /** Entries of an earlier visit, or of a tab that is gone. Sending one twice is harmless. */
  function adopt(olderThanMs) {
    remembered("outbox.").forEach((key) => {
      if (entries.has(key)) return;
      const entry = recall(key);
      if (entry && entry.owner === owner && Date.now() - entry.at >= olderThanMs) {
        entries.set(key, { ...entry, notBefore: 0 });
      }
    });
    tell("change");
    run();
  }

  /** Entries of somebody else who used this device: they wait for that login. */
  function others() {
    return remembered("outbox.").filter((key) => (recall(key) || {}).owner !== owner);
  }

  watch("outbox.", (key, value) => {
    if (value === null && entries.has(key) && !sending.has(key)) {
      entries.delete(key);
      tell("change");
    }
  });
  setInterval(() => adopt(ADOPT_EVERY_MS), ADOPT_EVERY_MS);
  window.addEventListener("online", kick);
  adopt(0);
  return outbox;
}
