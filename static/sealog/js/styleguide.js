// The page of all components: makes the toasts and the dialog appear.
import { closeDialog, openDialog } from "./dialogs.js";
import { startMenus } from "./menus.js";
import { startThemes } from "./themes.js";
import { toast } from "./toasts.js";

startThemes();
startMenus();

const dialog = document.getElementById("guide-dialog");
document.querySelector("[data-show-dialog]").addEventListener("click", () => openDialog(dialog, () => closeDialog(dialog)));
document.querySelector("[data-close-dialog]").addEventListener("click", () => closeDialog(dialog));
document.querySelectorAll("[data-show-toast]").forEach((button) => {
  const tone = button.dataset.showToast;
  const text = tone === "bad" ? "SAMPLE 22:15:39 was not stored. The server refused it." : "SAMPLE 22:15:39 logged";
  button.addEventListener("click", () => toast(text, { tone, actions: [{ label: "Undo", run: () => {} }] }));
});
