// Entry of the logging screen.
import Alpine from "../vendor/alpinejs/module.esm.min.js";

import { comments } from "./logging/comments.js";
import { details } from "./logging/details.js";
import { drafts } from "./logging/drafts.js";
import { freeText } from "./logging/freetext.js";
import { history } from "./logging/history.js";
import { startKeys } from "./logging/keys.js";
import { newest } from "./logging/newest.js";
import { options } from "./logging/options.js";
import { pending } from "./logging/pending.js";
import { startSession } from "./logging/session.js";
import { dutyDialog, imagePreview, keysDialog } from "./logging/small.js";
import { strip } from "./logging/strip.js";
import { templates } from "./logging/templates.js";
import { startMenus } from "./menus.js";
import { startThemes } from "./themes.js";
import { toast } from "./toasts.js";

const parts = {
  comments, details, drafts, dutyDialog, freeText, history, imagePreview, keysDialog, newest, options, pending, strip, templates,
};

const session = startSession(JSON.parse(document.getElementById("boot").textContent));
session.saving.outbox.on("refused", ({ entry, error }) => {
  if (session.attended.has(entry.key)) return;
  toast(`${entry.about.label} was not stored. ${error.message}`, {
    tone: "bad",
    actions: [{ label: "Show", run: () => session.open.pending() }],
  });
});

Object.entries(parts).forEach(([name, part]) => Alpine.data(name, () => part(session)));
startThemes();
startMenus();
startKeys(session);
Alpine.start();
session.connect();
