// The live socket of the archive's pages. After a break it comes back by itself, and tells everything anew.

import { tellLink, tellTime } from "../shell.js";

const SILENCE_MS = 6000;
const WAITS_MS = [250, 500, 1000, 2000, 3000];
const OFFLINE_AFTER_MS = 10000;
const SIGN_IN = 4401;

/** handlers: overview(frame), opened(), signedOut(). */
export function connectArchive(handlers) {
  let socket = null;
  let failures = 0;
  let lostAt = Date.now();
  let deadline = 0;

  function open() {
    const address = new URL("/archive/live", location.href);
    address.protocol = address.protocol.replace("http", "ws");
    const mine = new WebSocket(address);
    socket = mine;
    deadline = Date.now() + SILENCE_MS;
    mine.addEventListener("message", (message) => mine === socket && receive(JSON.parse(message.data)));
    mine.addEventListener("close", (event) => mine === socket && lost(event.code));
  }

  function receive(frame) {
    deadline = Date.now() + SILENCE_MS;
    if (frame.now) tellTime(frame.now);
    if (frame.type === "hello") {
      failures = 0;
      tellLink("live");
      handlers.opened();
    } else if (frame.type === "overview") handlers.overview(frame);
  }

  function lost(code) {
    socket = null;
    if (failures === 0) lostAt = Date.now();
    failures += 1;
    if (code === SIGN_IN) handlers.signedOut();
    tellLink(Date.now() - lostAt > OFFLINE_AFTER_MS || navigator.onLine === false ? "offline" : "reconnecting");
    setTimeout(() => socket || open(), WAITS_MS[Math.min(failures, WAITS_MS.length) - 1] * (0.85 + 0.3 * Math.random()));
  }

  function drop() {
    const old = socket;
    lost(0);
    if (old) old.close();
  }

  setInterval(() => socket && Date.now() > deadline && drop(), 1000);
  window.addEventListener("offline", drop);
  open();
}
