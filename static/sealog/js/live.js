// The live feed: every change in order, none twice, none missed.
//
// A socket is the fast way; when none can be opened although the server answers, the feed is polled.
// Each change carries a number without gaps, so "everything after N" brings a page up to date after any break.

import { get } from "./api.js";

const SILENCE_MS = 6000;
const CONNECT_MS = 4000;
const WAITS_MS = [250, 500, 1000, 2000, 3000];
const OFFLINE_AFTER_MS = 10000;
const POLL_AFTER_FAILURES = 3;
const POLL_MS = 2000;
const SIGN_IN = 4401;
const SOCKET_AGAIN_MS = 30000;

/**
 * handlers: change(change), reset(), state({ state, polling }), opened(send), signedOut(), pong(t, now), beat(now),
 * and readings(values) for those who want position and depth, too.
 * state is "live", "reconnecting" or "offline".
 */
export function connectLive({ epoch, seq, handlers }) {
  const feed = { seq, epoch, state: "reconnecting", polling: false, lastAt: Date.now(), wake };
  let socket = null;
  let failures = 0;
  let lostAt = Date.now();
  let behindBeats = 0;
  let greeted = false;
  let deadline = 0;
  let retryTimer = null;
  let pollTimer = null;

  function setState(state, polling = false) {
    if (state === feed.state && polling === feed.polling) return;
    Object.assign(feed, { state, polling });
    handlers.state({ state, polling });
  }

  function open() {
    clearTimeout(retryTimer);
    const address = new URL("/live", location.href);
    address.protocol = address.protocol.replace("http", "ws");
    address.searchParams.set("since", feed.seq);
    address.searchParams.set("epoch", feed.epoch);
    if (handlers.readings) address.searchParams.set("readings", 1);
    const mine = new WebSocket(address);
    socket = mine;
    mine.addEventListener("message", (message) => mine === socket && receive(JSON.parse(message.data)));
    greeted = false;
    mine.addEventListener("close", (event) => mine === socket && closed(event.code));
    deadline = Date.now() + CONNECT_MS;
  }

  function send(message) {
    if (socket && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  }

  function receive(frame) {
    feed.lastAt = Date.now();
    deadline = feed.lastAt + SILENCE_MS;
    const pong = () => handlers.pong(frame.t, frame.now);
    const readings = () => handlers.readings(frame.values);
    const known = { hello, change, reset, beat, pong, readings };
    if (frame.type in known) known[frame.type](frame);
  }

  /** The server closes with this code when nobody is logged in, or when rights changed (then coming back helps). */
  function closed(code) {
    if (code === SIGN_IN && !greeted) handlers.signedOut();
    lost();
  }

  function hello(frame) {
    greeted = true;
    failures = 0;
    behindBeats = 0;
    stopPolling();
    setState("live");
    if (frame.epoch !== feed.epoch) reset(frame);
    handlers.opened(send);
  }

  function change(frame) {
    if (frame.seq <= feed.seq) return;
    if (frame.seq !== feed.seq + 1) {
      reopen();
      return;
    }
    feed.seq = frame.seq;
    if (frame.kind) handlers.change(frame);
  }

  function reset(frame) {
    feed.epoch = frame.epoch;
    feed.seq = frame.seq;
    handlers.reset();
  }

  /** A beat may run a little ahead of the changes it counts; twice in a row means that one was lost. */
  function beat(frame) {
    behindBeats = frame.seq > feed.seq ? behindBeats + 1 : 0;
    if (behindBeats >= 2) reopen();
    handlers.beat(frame.now);
  }

  function lost() {
    socket = null;
    if (failures === 0 && feed.state === "live") lostAt = Date.now();
    failures += 1;
    if (!feed.polling) setState(gone() ? "offline" : "reconnecting");
    if (failures >= POLL_AFTER_FAILURES && !pollTimer) poll();
    const wait = feed.polling ? SOCKET_AGAIN_MS : WAITS_MS[Math.min(failures, WAITS_MS.length) - 1];
    retryTimer = setTimeout(open, wait * (0.85 + 0.3 * Math.random()));
  }

  function gone() {
    return navigator.onLine === false || Date.now() - lostAt > OFFLINE_AFTER_MS;
  }

  function reopen() {
    const old = socket;
    socket = null;
    if (old) old.close();
    behindBeats = 0;
    open();
  }

  async function poll() {
    pollTimer = setTimeout(poll, POLL_MS);
    try {
      const answer = await get(`/api/feed?since=${feed.seq}&epoch=${encodeURIComponent(feed.epoch)}`);
      if (!pollTimer) return;
      feed.lastAt = Date.now();
      setState("live", true);
      if (answer.reset) reset(answer);
      else answer.changes.forEach(change);
    } catch {
      if (pollTimer) setState(gone() ? "offline" : "reconnecting");
    }
  }

  function stopPolling() {
    clearTimeout(pollTimer);
    pollTimer = null;
  }

  /** The network came back or somebody looks at the page again: do not wait for the next try. */
  function wake() {
    if (socket && socket.readyState === WebSocket.OPEN && Date.now() < deadline) return;
    failures = Math.min(failures, POLL_AFTER_FAILURES - 1);
    reopen();
  }

  function wentOffline() {
    const old = socket;
    socket = null;
    if (old) old.close();
    stopPolling();
    lost();
    setState("offline");
  }

  setInterval(() => {
    if (socket && Date.now() > deadline) {
      const old = socket;
      lost();
      old.close();
    } else if (!feed.polling && feed.state === "reconnecting" && gone()) {
      setState("offline");
    }
  }, 1000);
  window.addEventListener("online", wake);
  window.addEventListener("offline", wentOffline);
  window.addEventListener("pageshow", (event) => event.persisted && wake());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && wake());

  open();
  return feed;
}
