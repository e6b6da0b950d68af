// <form data-quiet> inside of a live fragment: sent without leaving the page, the answer is the fragment as it is now.

import { toast } from "../toasts.js";

export function startQuietForms() {
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-quiet]") || event.defaultPrevented) return;
    event.preventDefault();
    send(event.target);
  });
}

async function send(form) {
  const fragment = form.closest("[data-live-url]");
  const button = form.querySelector("button");
  const pressed = button.id;
  if (button.getAttribute("aria-busy")) return; // a second tap of a glove
  button.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Fragment": "1" } });
    const text = await answer.text();
    if (answer.redirected) return void location.reload(); // logged out
    if (!answer.ok) return void refuse(answer.status < 500 ? text : "The server has a problem.");
    fragment.innerHTML = text;
    document.getElementById(pressed)?.focus();
  } catch {
    refuse("The server cannot be reached. Nothing was ticked.");
  } finally {
    button.removeAttribute("aria-busy");
  }
}

const refuse = (text) => toast(text, { tone: "bad" });
