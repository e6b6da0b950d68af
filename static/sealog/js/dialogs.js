// Native <dialog>, with one way out: Esc, a press on the backdrop and the close button all ask the same question.

import { moveToasts } from "./toasts.js";

const stack = [];

function settle() {
  document.documentElement.classList.toggle("has-dialog", stack.length > 0);
  moveToasts(stack.length ? stack[stack.length - 1] : document.body);
}

/** askToClose is called instead of closing; it calls closeDialog when the answer is yes. */
export function openDialog(dialog, askToClose) {
  if (dialog.open) return;
  if (!dialog.dataset.wired) wire(dialog);
  dialog.askToClose = askToClose;
  dialog.showModal();
  stack.push(dialog);
  settle();
}

export function closeDialog(dialog) {
  if (dialog.open) dialog.close();
}

export function anyDialogOpen() {
  return stack.length > 0;
}

function wire(dialog) {
  dialog.dataset.wired = "yes";
  let pressedOutside = false;
  dialog.addEventListener("pointerdown", (event) => (pressedOutside = event.target === dialog && outside(dialog, event)));
  dialog.addEventListener("click", (event) => {
    if (pressedOutside && event.target === dialog && outside(dialog, event)) dialog.askToClose();
    pressedOutside = false;
  });
  // Browsers let a second Esc close a dialog in spite of preventDefault on "cancel"; taking the key first avoids that.
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    dialog.askToClose();
  });
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    dialog.askToClose();
  });
  dialog.addEventListener("close", () => {
    stack.splice(stack.indexOf(dialog), 1);
    settle();
  });
}

function outside(dialog, event) {
  const box = dialog.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}
