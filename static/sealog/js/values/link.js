// What a page of values follows: the journal (descriptions of streams) and the values. It is as live as the worse one.

import { connectLive } from "../live.js";
import { tellLink, tellTime } from "../shell.js";
import { keepSocket } from "../socket.js";

const FROM_WORST = ["offline", "reconnecting", "live"];

/** handlers: frame(frame), stream(record), reset(). */
export function follow(boot, handlers) {
  const states = { feed: "reconnecting", values: "reconnecting" };
  const nothing = () => {};

  function tell(source, state) {
    states[source] = state;
    tellLink(FROM_WORST.find((one) => Object.values(states).includes(one)));
  }

  function signIn() {
    location.assign(`/login?next=${encodeURIComponent(location.pathname)}`);
  }

  function takeFrame(frame) {
    tellTime(frame.now);
    handlers.frame(frame);
  }

  tellTime(boot.now);
  connectLive({
    ...boot.feed,
    handlers: {
      change: ({ kind, record }) => kind === "stream" && record && handlers.stream(record),
      reset: handlers.reset,
      state: ({ state }) => tell("feed", state),
      signedOut: signIn,
      opened: nothing,
      pong: nothing,
      beat: nothing,
    },
  });
  keepSocket("/live/values", { frame: takeFrame, state: (state) => tell("values", state), signedOut: signIn });
}
