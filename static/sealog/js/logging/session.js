// One visit of the logging screen: what all its parts share, and how the live feed reaches them.

import { get } from "../api.js";
import { createClock } from "../clock.js";
import { connectLive } from "../live.js";
import { recall } from "../storage.js";
import { createBook } from "./book.js";
import { createSaving } from "./saving.js";

const STATUS_DELAY_MS = 300;
const STATUS_WITHOUT_SOCKET_MS = 5000;

/** The page's navigation tells when its answer (with the server's time in it) arrived. */
function pageReceivedAt() {
  const [navigation] = performance.getEntriesByType("navigation");
  return navigation ? performance.timeOrigin + navigation.responseStart : Date.now();
}

/** Who switched ASNAP, and when it goes off, is in the status alone. */
function isSwitch({ kind, record }) {
  return kind === "variable" && record !== null && record.custom_var_name === "asnapStatus";
}

export function startSession(boot) {
  const clock = createClock(boot.now, pageReceivedAt());
  const book = createBook();
  const saving = createSaving({ user: boot.user, clock, book });
  const bus = new EventTarget();
  const session = {
    boot,
    user: boot.user,
    settings: boot.settings,
    clock,
    book,
    saving,
    feed: null,
    hideAsnap: recall("hide-asnap", boot.settings.hide_asnap_default),
    // Dialogs register their opening functions here: options, details, comment, image, pending, duty, keys.
    open: {},
    // Keys of outbox entries whose refusal is shown where they were made.
    attended: new Set(),
    // Parts of the page answer these once they are there.
    templates: () => boot.templates,
    isOpenDraft: () => false,
    rowAfter: async () => null,
    lastOwn: null,
    tell: (type, detail) => bus.dispatchEvent(new CustomEvent(type, { detail })),
    on: (type, listener) => bus.addEventListener(type, (event) => listener(event.detail)),
    connect,
  };

  boot.events.results.forEach(book.take);
  if (boot.newest) book.takeWithAux(boot.newest);

  function connect() {
    session.feed = connectLive({
      ...boot.feed,
      handlers: {
        change: receive,
        reset: () => session.tell("reset"),
        state: (state) => session.tell("link", state),
        opened: (send) => {
          clock.follow(() => send({ type: "ping", t: Date.now() }));
          session.tell("signed-out", false);
          saving.outbox.kick();
        },
        signedOut: () => session.tell("signed-out", true),
        pong: clock.pong,
        beat: clock.beat,
        readings: (values) => session.tell("readings", values),
      },
    });
  }

  function receive(change) {
    const { kind, verb, record } = change;
    if (kind === "event" && record) book.take(record);
    else if (kind === "aux_data" && record) book.takeAux(record, verb);
    else if (kind === "variable" && record) session.tell("variable", record);
    else if (kind === "template") session.tell("templates");
    if (["cruise", "lowering", "asnap"].includes(kind) || isSwitch(change)) refreshStatusSoon();
    session.tell("change", change);
  }

  let statusTimer = null;
  function refreshStatusSoon() {
    clearTimeout(statusTimer);
    statusTimer = setTimeout(refreshStatus, STATUS_DELAY_MS);
  }

  /** A failure is not worth a word: the next change or reconnection asks again. */
  function refreshStatus() {
    get("/api/status").then(
      (status) => session.tell("status", status),
      () => {}
    );
  }

  session.on("reset", refreshStatusSoon);
  session.on("new-reading", refreshStatusSoon);
  setInterval(() => session.feed && session.feed.polling && refreshStatus(), STATUS_WITHOUT_SOCKET_MS);
  return session;
}
