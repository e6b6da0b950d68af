// Short messages in the corner. Problems are announced at once, the rest politely; both wait while pointed at.

import { svgIcon } from "./icons.js";

const STAY_MS = 5000;
const STAY_WITH_ACTION_MS = 10000;
const MOST = 3;

const region = document.createElement("div");
region.className = "toasts";
const polite = announcer("polite");
const assertive = announcer("assertive");
document.body.append(region, polite, assertive);

function announcer(politeness) {
  const element = document.createElement("div");
  element.className = "visually-hidden";
  element.setAttribute("aria-live", politeness);
  return element;
}

/** A modal dialog makes the rest of the page inert: messages have to live inside the topmost one. */
export function moveToasts(host) {
  host.append(region, polite, assertive);
}

export function announce(text, urgent = false) {
  const element = urgent ? assertive : polite;
  element.textContent = "";
  setTimeout(() => (element.textContent = text), 50);
}

/** tone: "ok", "warn" or "bad"; actions: [{ label, run, testid }]. Returns a function that takes the toast away. */
export function toast(text, { tone = "ok", actions = [], stay } = {}) {
  const element = document.createElement("div");
  element.className = `toast toast-${tone}`;
  element.dataset.testid = "toast";
  const words = document.createElement("p");
  words.textContent = text;
  element.append(words);
  const away = () => element.remove();
  actions.forEach((action) => element.append(actionButton(action, away)));
  element.append(closeButton(away));
  region.append(element);
  while (region.children.length > MOST) region.firstElementChild.remove();
  announce(text, tone === "bad");
  leaveLater(element, stay || (actions.length || tone === "bad" ? STAY_WITH_ACTION_MS : STAY_MS));
  return away;
}

function actionButton({ label, run, testid }, away) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-small";
  button.textContent = label;
  if (testid) button.dataset.testid = testid;
  button.addEventListener("click", () => {
    away();
    run();
  });
  return button;
}

function closeButton(away) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-icon";
  button.setAttribute("aria-label", "Dismiss message");
  button.append(svgIcon("close"));
  button.addEventListener("click", away);
  return button;
}

function leaveLater(element, stay) {
  let timer = setTimeout(() => element.remove(), stay);
  const hold = () => clearTimeout(timer);
  const release = () => {
    hold();
    timer = setTimeout(() => element.remove(), stay);
  };
  element.addEventListener("pointerenter", hold);
  element.addEventListener("focusin", hold);
  element.addEventListener("pointerleave", release);
  element.addEventListener("focusout", release);
}
