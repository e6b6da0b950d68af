// Entry of the board of values.
import Alpine from "../vendor/alpinejs/module.esm.min.js";

import { now, startShell } from "./shell.js";
import { createBoard } from "./values/board.js";
import { createBook } from "./values/book.js";
import { follow } from "./values/link.js";
import { createPins } from "./values/pins.js";

const LOOK_AGAIN_MS = 3000;

const boot = JSON.parse(document.getElementById("boot").textContent);
const book = createBook(boot);
const pins = createPins(boot.user.id, () => board.build());
const board = createBoard(book, pins, () => now() / 1000);
let lookedAt = 0;

/** A value may come before its stream is stored, so the list is asked for until it is there, but not each second. */
async function findNewStreams() {
  if (Date.now() - lookedAt < LOOK_AGAIN_MS) return;
  lookedAt = Date.now();
  const before = book.streams().length;
  await book.load().catch(() => {});
  if (book.streams().length !== before) board.build();
  if (book.hasUnknown()) setTimeout(findNewStreams, LOOK_AGAIN_MS + 100);
}

startShell(Alpine);
Alpine.start();
document.getElementById("value-search").addEventListener("input", (event) => board.find(event.target.value));
document.getElementById("only-stale").addEventListener("change", (event) => board.stale(event.target.checked));
board.build();
if (boot.streams.has_more) book.load(boot.streams.results.length).then(board.build, () => {});
follow(boot, {
  frame(frame) {
    if (book.takeFrame(frame)) findNewStreams();
    board.show();
  },
  stream(record) {
    book.take([record]);
    board.build();
  },
  reset: () => book.load().then(board.build, () => {}),
});
