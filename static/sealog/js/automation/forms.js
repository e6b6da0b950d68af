// Forms made by the server that grow.
//
//   <div data-rows="deeds"> rows with data-row </div>   <button data-add-row="deeds">   <template data-row-for="deeds">
//   <select data-choose> shows what has its value in data-for, within the same data-row (or form)
//   <form data-ask="Really?"> asks before it is sent

import { ask } from "./asking.js";

export function startForms() {
  document.addEventListener("click", (event) => {
    const add = event.target.closest("[data-add-row]");
    const remove = event.target.closest("[data-remove-row]");
    if (add) addRow(add.dataset.addRow);
    if (remove) removeRow(remove.closest("[data-row]"));
  });
  document.addEventListener("change", (event) => event.target.matches("[data-choose]") && choose(event.target));
  document.addEventListener("submit", askFirst);
  document.querySelectorAll("[data-choose]").forEach(choose);
}

function askFirst(event) {
  const { target: form, submitter } = event;
  if (!form.dataset.ask || form.dataset.answered) return;
  event.preventDefault();
  ask(form.dataset.ask, form.closest("[data-live-url]") || document.body, () => {
    form.dataset.answered = "yes";
    form.requestSubmit(submitter?.form === form ? submitter : undefined);
    delete form.dataset.answered;
  });
}

function addRow(name) {
  const rows = document.querySelector(`[data-rows="${name}"]`);
  const made = document.querySelector(`template[data-row-for="${name}"]`).content.cloneNode(true);
  rows.append(made);
  const row = rows.lastElementChild;
  row.querySelectorAll("[data-choose]").forEach(choose);
  row.querySelector("input, select")?.focus();
}

/** Somebody who works by keys goes on at the row before. */
function removeRow(row) {
  const near = row.previousElementSibling || row.nextElementSibling || row.parentElement.parentElement;
  row.remove();
  near?.querySelector("input, select, button")?.focus();
}

/** A choice with a name (data-choose="kind") rules what has data-for-kind; a part may depend on several. */
function choose(select) {
  const around = select.closest("[data-row]") || select.form;
  const choices = [...around.querySelectorAll("[data-choose]")].map((one) => [attribute(one), one.value]);
  const parts = choices.map(([name]) => `[${name}]`).join(", ");
  around.querySelectorAll(parts).forEach((part) => {
    part.hidden = choices.some(([name, value]) => part.hasAttribute(name) && !part.getAttribute(name).split(" ").includes(value));
  });
}

const attribute = (select) => (select.dataset.choose ? `data-for-${select.dataset.choose}` : "data-for");
