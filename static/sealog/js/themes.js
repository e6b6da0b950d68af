import { remember } from "./storage.js";

const THEMES = ["day", "dark", "red"];
const NAMES = { day: "Day", dark: "Dark", red: "Night red" };

function current() {
  return document.documentElement.dataset.theme;
}

function label(button) {
  const next = THEMES[(THEMES.indexOf(current()) + 1) % THEMES.length];
  button.setAttribute("aria-label", `Theme: ${NAMES[current()]}. Change to ${NAMES[next]}`);
  button.title = `Theme: ${NAMES[current()]}`;
  button.querySelector("use").setAttribute("href", `#icon-theme-${current()}`);
}

function setTheme(name) {
  document.documentElement.dataset.theme = name;
  remember("theme", name);
  document.querySelectorAll("[data-theme-switch]").forEach(label);
}

/** One tap goes on to the next theme: on a dark bridge nobody wants to open a menu for it. */
export function startThemes() {
  document.querySelectorAll("[data-theme-switch]").forEach((button) => {
    label(button);
    button.addEventListener("click", () => setTheme(THEMES[(THEMES.indexOf(current()) + 1) % THEMES.length]));
  });
}
