// The server's clock, as seen from here. Times of events are taken from it, never from the device alone.

const SAMPLES = 5;
const EVERY_MS = 60000;
const JUMP_MS = 1000;

/** `offset` = server time minus device time, in ms. Feed it with pongs and beats of the live socket. */
export function createClock(serverNow, receivedAtMs) {
  const clock = {
    offset: serverNow ? Date.parse(serverNow) - receivedAtMs : 0,
    measured: false,
    now: () => Date.now() + clock.offset,
    iso: () => new Date(clock.now()).toISOString(),
    follow,
    pong,
    beat,
  };
  let ping = null;
  let best = null;
  let left = 0;
  let timer = null;

  /** Measures through `send` now and once a minute; call again with each new socket. */
  function follow(send) {
    ping = send;
    clearInterval(timer);
    timer = setInterval(measure, EVERY_MS);
    measure();
  }

  function measure() {
    best = null;
    left = SAMPLES;
    ping();
  }

  /** The sample with the shortest way there and back is the most exact one; its error is at most half of that. */
  function pong(sentMs, serverIso) {
    const received = Date.now();
    const roundTrip = received - sentMs;
    if (roundTrip < 0) return;
    if (!best || roundTrip < best.roundTrip) {
      best = { roundTrip, offset: Date.parse(serverIso) + roundTrip / 2 - received };
    }
    left -= 1;
    if (left > 0) {
      ping();
    } else if (left === 0) {
      clock.offset = Math.round(best.offset);
      clock.measured = true;
    }
  }

  /** A beat is not exact, but shows within seconds that one of the two clocks was set. */
  function beat(serverIso) {
    const seen = Date.parse(serverIso) - Date.now();
    if (Math.abs(seen - clock.offset) > JUMP_MS && left <= 0 && ping) measure();
  }

  return clock;
}
