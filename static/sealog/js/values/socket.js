// The live values: one frame a second with what changed, and all of it after each break.

const WAITS_MS = [300, 1000, 2000, 5000];
const SILENCE_MS = 6000;
const SIGN_IN = 4401;

/** handlers: frame({ type: "all" | "values", now, values, traces, step }), state(state), signedOut(). */
export function followValues(handlers) {
  let socket = null;
  let failures = 0;
  let deadline = 0;

  function open() {
    const address = new URL("/live/values", location.href);
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
    if (code === SIGN_IN) handlers.signedOut();
    handlers.state(navigator.onLine === false ? "offline" : "reconnecting");
    failures += 1;
    const wait = WAITS_MS[Math.min(failures, WAITS_MS.length) - 1];
    setTimeout(open, wait * (0.85 + 0.3 * Math.random()));
  }

  setInterval(() => {
    if (!socket || Date.now() < deadline) return;
    const old = socket;
    lost(0);
    old.close();
  }, 1000);
  open();
}
