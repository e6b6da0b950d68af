// Category tabs and template buttons.

import { get } from "../api.js";
import { recall, remember } from "../storage.js";
import { asksQuestions, staticAnswers } from "./form.js";
import { logged } from "./messages.js";

const ALL = "All";
const INERT_MS = 400;
const REFRESH_DELAY_MS = 300;
const RETRY_MS = 5000;
const COLOURS = ["blue", "teal", "green", "amber", "red", "violet", "grey"];
const DIGITS = "1234567890";

export function templates(session) {
  let refreshTimer = null;
  return {
    list: session.boot.templates,
    selected: recall("category", ""),
    inert: [],
    failed: false,

    init() {
      session.on("templates", () => this.refreshSoon(REFRESH_DELAY_MS));
      session.on("reset", () => this.refreshSoon(REFRESH_DELAY_MS));
      session.on("press-number", ({ number, shift }) => this.pressNumber(number, shift));
      session.on("step-category", (step) => this.stepCategory(step));
      session.templates = () => this.list;
    },

    refreshSoon(delay) {
      clearTimeout(refreshTimer);
      refreshTimer = setTimeout(() => this.refresh(), delay);
    },
    async refresh() {
      try {
        this.list = (await get("/api/templates")).results;
        this.failed = false;
      } catch {
        this.failed = true;
        this.refreshSoon(RETRY_MS);
      }
    },

    get categories() {
      const order = session.settings.category_order.map((name) => name.toLowerCase());
      const place = (name) => (order.includes(name.toLowerCase()) ? order.indexOf(name.toLowerCase()) : order.length);
      const names = [...new Set(this.list.flatMap((template) => template.template_categories))];
      names.sort((a, b) => place(a) - place(b) || a.localeCompare(b));
      return names.length ? [...names, ALL] : [];
    },
    get category() {
      return this.categories.includes(this.selected) ? this.selected : this.categories[0] || ALL;
    },
    select(name) {
      this.selected = name;
      remember("category", name);
    },
    stepCategory(step) {
      const names = this.categories;
      if (names.length) this.select(names[(names.indexOf(this.category) + step + names.length) % names.length]);
    },
    /** Arrow keys walk the tabs, as the tab pattern asks for. */
    walk(event) {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      this.stepCategory(step);
      this.$nextTick(() => this.$root.querySelector('[role="tab"][aria-selected="true"]').focus());
    },

    get buttons() {
      const shown = this.category === ALL
        ? this.list
        : this.list.filter((template) => template.template_categories.includes(this.category));
      return shown.map((template, index) => ({
        id: template.id,
        name: template.event_name,
        value: template.event_value,
        asks: asksQuestions(template),
        digit: DIGITS[index] || "",
        colour: COLOURS.includes((template.template_style || {}).color) ? template.template_style.color : "none",
        template,
      }));
    },
    isInert(id) {
      return this.inert.includes(id);
    },

    pressNumber(digit, shift) {
      const button = this.buttons.find((each) => each.digit === digit);
      if (button) this.press(button, shift);
    },
    /** A second press within 400 ms is a bouncing finger, not a second event. */
    press(button, shift) {
      if (this.isInert(button.id)) return;
      this.inert.push(button.id);
      setTimeout(() => (this.inert = this.inert.filter((id) => id !== button.id)), INERT_MS);
      if (button.asks || shift) this.begin(button.template);
      else this.logAtOnce(button.template);
    },
    logAtOnce(template) {
      const saved = session.saving.create({
        event_value: template.event_value,
        event_options: staticAnswers(template),
        template_id: template.id,
        state: "final",
      });
      logged(session, saved.id);
    },
    /** The event is taken now, with this moment's time; the questions come after. */
    begin(template) {
      const saved = session.saving.create({
        event_value: template.event_value,
        event_options: staticAnswers(template),
        template_id: template.id,
        state: "draft",
      });
      session.open.options({ id: saved.id, template });
    },
  };
}
