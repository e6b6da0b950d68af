// One visit of a loggers' page: what is to run, what runs, and how every part of the page hears of it.

import { get } from "../api.js";
import { tellTime } from "../shell.js";
import { toast } from "../toasts.js";
import { connectLoggers } from "./socket.js";

const LOOK_AGAIN_MS = 20000; // a file on the server may have changed without anybody saying so

export function startSession(boot) {
  const bus = new EventTarget();
  const session = {
    wanted: boot.wanted,
    mayManage: boot.wanted.may_manage,
    status: null,
    trouble: null,
    watch: () => {},
    tell: (type, detail) => bus.dispatchEvent(new CustomEvent(type, { detail })),
    on,
    take,
    refresh,
    attempt,
  };
  tellTime(boot.now);

  /** Gives a function that ends it, for parts of the page that come and go. */
  function on(type, listener) {
    const heard = (event) => listener(event.detail);
    bus.addEventListener(type, heard);
    return () => bus.removeEventListener(type, heard);
  }

  /** What is to run now, as an answer of the server has it. */
  function take(wanted) {
    session.wanted = wanted;
    tellTime(wanted.now);
    session.tell("wanted", wanted);
  }

  /** A failure is not worth a word: the next change or reconnection asks again. */
  function refresh() {
    return get("/api/loggers").then(take, () => {});
  }

  /** Do something that the server may refuse, and say what became of it. */
  async function attempt(work, done) {
    try {
      const answer = await work();
      if (done) toast(done);
      return answer;
    } catch (error) {
      toast(error.message, { tone: "bad" });
      return null;
    }
  }

  const socket = connectLoggers({
    status(frame) {
      session.status = frame.status;
      session.trouble = frame.trouble;
      session.tell("status", frame);
      if (frame.status && frame.status.supervisor.plan_version > session.wanted.plan_version) refresh();
    },
    logger: (frame) => session.tell("logger", frame),
    change(frame) {
      refresh();
      session.tell("change", frame);
    },
    opened() {
      refresh();
      session.tell("opened");
    },
    signedOut: () => session.tell("signed-out"),
  });
  session.watch = socket.watch;
  setInterval(() => document.visibilityState === "visible" && refresh(), LOOK_AGAIN_MS);
  return session;
}
