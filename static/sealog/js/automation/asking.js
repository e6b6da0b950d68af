// A question before something that is not meant to happen by a slip: large buttons, Esc and a press outside mean no.

import { closeDialog, openDialog } from "../dialogs.js";

/** In a live fragment, which is not replaced while a dialog of it is open. */
export function ask(question, around, yes) {
  const dialog = make(question);
  const away = () => closeDialog(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.querySelector("[data-no]").addEventListener("click", away);
  dialog.querySelector("[data-yes]").addEventListener("click", () => {
    away();
    yes();
  });
  around.append(dialog);
  openDialog(dialog, away);
}

function make(question) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog dialog-small";
  dialog.dataset.testid = "ask";
  dialog.setAttribute("aria-label", question);
  const words = element("div", "dialog-body", question);
  const foot = element("div", "dialog-foot");
  const no = button("No", "button", "no");
  const yes = button("Yes", "button button-main", "yes");
  foot.append(no, yes);
  dialog.append(words, foot);
  return dialog;
}

function element(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function button(text, className, answer) {
  const made = element("button", `${className} button-answer`, text);
  made.type = "button";
  made.dataset[answer] = "";
  made.dataset.testid = `ask-${answer}`;
  return made;
}
