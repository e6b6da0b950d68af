// The live socket of the loggers' pages.

import { followPage } from "../socket.js";

/** handlers: status(frame), logger(frame), change(frame), opened(), signedOut(). Gives { watch(name) }. */
export function connectLoggers(handlers) {
  let watched = null;
  const say = () => socket.send({ type: "watch", logger: watched });
  const socket = followPage("/loggers/live", {
    ...handlers,
    opened() {
      say();
      handlers.opened();
    },
  });
  return {
    watch(name) {
      watched = name;
      say();
    },
  };
}
