// One visit of an archive's page: the overview as it is now, and how every part of the page hears what changed.

import { get } from "../api.js";
import { tellTime } from "../shell.js";
import { followPage } from "../socket.js";
import { toast } from "../toasts.js";

const MARKS = ["stack", "log", "sources", "archive"];

export function startSession(boot) {
  const bus = new EventTarget();
  const session = { now: boot, mayOperate: boot.may_operate, tell, on, take, attempt };
  tellTime(boot.now);

  function tell(type, detail) {
    bus.dispatchEvent(new CustomEvent(type, { detail }));
  }

  function on(type, listener) {
    bus.addEventListener(type, (event) => listener(event.detail));
  }

  /** The newest overview; lists whose mark differs are told to read themselves anew. */
  function take(overview) {
    const before = session.now.marks;
    session.now = { ...session.now, ...overview };
    tell("overview", session.now);
    MARKS.forEach((name) => overview.marks[name] !== before[name] && tell(name));
  }

  /** Do something that the server may refuse, and say what became of it. Gives null when it was refused. */
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

  followPage("/archive/live", {
    overview: take,
    opened() {
      get("/api/archive").then(take, () => {});
      MARKS.forEach((name) => tell(name));
    },
    signedOut: () => tell("signed-out"),
  });
  return session;
}
