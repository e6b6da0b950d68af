// A live socket of a page. After a break it comes back by itself; the page is then told, or reads, everything anew.

import { tellLink, tellTime } from "./shell.js";

const SILENCE_MS = 6000; // the server says something more often
const WAITS_MS = [250, 500, 1000, 2000, 3000];
const OFFLINE_AFTER_MS = 10000;
const SIGN_IN = 4401;

/**
 * handlers: frame(frame), state("live" | "reconnecting" | "offline"), signedOut(). Gives { send(message) }, which drops
 * what is sent while there is no connection.
 */
export function keepSocket(path, handlers) {
  let socket = null;
  let failures = 0;
  let lostAt = Date.now();
  let deadline = 0;

  function open() {
    const address = new URL(path, location.href);
    address.protocol = address.protocol.replace("http", "ws");
    const mine = new WebSocket(address);
    socket = mine;
    deadline = Date.now() + SILENCE_MS;
    mine.addEventListener("message", (message) => mine === socket && receive(JSON.parse(message.data)));
    mine.addEventListener("close", (event) => mine === socket && lost(event.code));
  }

  function receive(frame) {
    deadline = Date.now() + SILENCE_MS;
    failures = 0;
    handlers.state("live");
    handlers.frame(frame);
  }

  function lost(code) {
    socket = null;
    if (failures === 0) lostAt = Date.now();
    failures += 1;
    if (code === SIGN_IN) handlers.signedOut();
    handlers.state(Date.now() - lostAt > OFFLINE_AFTER_MS || navigator.onLine === false ? "offline" : "reconnecting");
    const wait = WAITS_MS[Math.min(failures, WAITS_MS.length) - 1];
    setTimeout(() => socket || open(), wait * (0.85 + 0.3 * Math.random()));
  }

  function drop() {
    const old = socket;
    lost(0);
    if (old) old.close();
  }

  setInterval(() => socket && Date.now() > deadline && drop(), 1000);
  window.addEventListener("offline", drop);
  open();

  return {
    send(message) {
      if (socket && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
  };
}

/** The same for a page whose header shows link and time. handlers: opened(), signedOut(), one for each type of frame. */
export function followPage(path, handlers) {
  return keepSocket(path, {
    frame(frame) {
      if (frame.now) tellTime(frame.now);
      if (frame.type === "hello") handlers.opened();
      else if (frame.type in handlers) handlers[frame.type](frame);
    },
    state: tellLink,
    signedOut: handlers.signedOut,
  });
}
