// Event history: one page of rows, kept right by the live feed without fetching again.

import { get } from "../api.js";
import { clockTime, plural } from "../format.js";
import { matches, terms } from "../filter.js";
import { recall, remember } from "../storage.js";
import { announce } from "../toasts.js";
import { newestFirst, rowOf } from "./rows.js";

const TYPING_MS = 500;
const LEAVING_MS = 2000;
const FRESH_MS = 1500;
const REFILL_MS = 200;
const RETRY_MS = [2000, 4000, 8000, 15000];

export function eventQuery(fulltext, { offset, limit }) {
  const query = new URLSearchParams({ sort: "newest", offset, limit });
  fulltext.forEach((term) => query.append("fulltext", term));
  return `/api/events?${query}`;
}

export function history(session) {
  const size = session.settings.history_page;
  const seenWhileLoading = new Set();
  let typingTimer = null;
  let retryTimer = null;
  let refillTimer = null;
  let request = 0;
  let failures = 0;

  return {
    rows: [],
    busy: false,
    state: "loading",
    stale: false,
    problem: "",
    page: 0,
    hasMore: false,
    newer: [],
    top: "",
    filter: "",
    fulltext: [],
    hideAsnap: session.hideAsnap,
    expanded: recall("history-expanded", false),
    shown: recall("history-shown", true),
    mayComment: session.user.may_comment,

    init() {
      this.fulltext = this.query();
      const served = session.settings.hide_asnap_default;
      if (this.hideAsnap === served) this.fill(session.boot.events);
      else this.load();
      session.book.on(({ id, aux }) => aux || this.consider(id));
      session.on("reset", () => this.load());
      session.on("link", ({ state }) => state === "live" && this.state === "failed" && this.load());
      session.on("toggle-asnap", () => this.filter.trim() || this.setAsnap(!this.hideAsnap));
      session.on("focus-filter", () => this.$refs.filter.focus());
      session.rowAfter = (id, step) => this.rowAfter(id, step);
      this.$nextTick(() => this.addWaiting());
    },

    /** Events that are only on this device yet, from an earlier visit. */
    addWaiting() {
      session.saving.outbox.entries().forEach((entry) => this.consider(entry.about.eventId));
    },

    query() {
      const typed = terms(this.filter);
      return typed.length ? typed : this.hideAsnap ? ["!ASNAP"] : [];
    },

    // --- fetching ---
    async load() {
      clearTimeout(retryTimer);
      request += 1;
      const mine = request;
      seenWhileLoading.clear();
      this.fulltext = this.query();
      if (this.state !== "ready") this.state = "loading";
      this.busy = true;
      const offset = this.page ? this.page * size + this.newer.length : 0;
      try {
        const answer = await get(eventQuery(this.fulltext, { offset, limit: size }));
        // Somebody typed on or turned the page meanwhile: that later request decides.
        if (mine === request) this.fill(answer);
      } catch (error) {
        if (mine === request) this.fail(error);
      } finally {
        if (mine === request) this.busy = false;
      }
    },
    fill({ results, has_more: hasMore }) {
      failures = 0;
      results.forEach(session.book.take);
      this.hasMore = hasMore;
      this.state = "ready";
      this.stale = false;
      this.rows = results
        .map((event) => session.book.view(event.id) || event)
        .filter((event) => event.state !== "deleted")
        .map(rowOf);
      if (this.page === 0) {
        this.newer = [];
        this.top = this.rows.length ? this.rows[0].ts : "";
        seenWhileLoading.forEach((id) => this.consider(id));
        this.addWaiting();
      }
    },
    fail(error) {
      this.problem = error.message;
      this.stale = this.rows.length > 0;
      if (!this.stale) this.state = "failed";
      retryTimer = setTimeout(() => this.load(), RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]);
      failures += 1;
    },

    // --- live ---
    consider(id) {
      if (this.busy) seenWhileLoading.add(id);
      const event = session.book.view(id);
      const at = this.rows.findIndex((row) => row.id === id);
      const passes = Boolean(event) && event.state !== "deleted" && matches(event, this.fulltext);
      if (at >= 0 && passes) this.replace(at, event);
      else if (at >= 0 && event && event.state === "deleted") this.strike(at);
      else if (at >= 0) this.rows.splice(at, 1);
      else if (passes && this.state === "ready") this.arrive(event);
    },
    replace(at, event) {
      const before = this.rows[at];
      const row = rowOf(event);
      row.fresh = before.fresh;
      this.rows.splice(at, 1, row);
      if (row.ts !== before.ts) this.rows.sort(newestFirst);
    },
    arrive(event) {
      if (this.page > 0) {
        if (event.ts > this.top && !this.newer.includes(event.id)) this.newer.push(event.id);
        return;
      }
      const last = this.rows[this.rows.length - 1];
      if (this.rows.length >= size && event.ts < last.ts) {
        this.hasMore = true;
        return;
      }
      if (this.rows.length < size && this.hasMore && last && event.ts < last.ts) return;
      const row = rowOf(event);
      row.fresh = true;
      setTimeout(() => this.settle(row.id), FRESH_MS);
      this.rows.push(row);
      this.rows.sort(newestFirst);
      if (this.rows.length > size) {
        this.rows.splice(size);
        this.hasMore = true;
      }
      if (event.ts > this.top) this.top = event.ts;
    },
    settle(id) {
      const row = this.rows.find((each) => each.id === id);
      if (row) row.fresh = false;
    },
    /** A deleted row is struck through for a moment, so that nobody wonders where it went. */
    strike(at) {
      const row = this.rows[at];
      if (row.leaving) return;
      row.leaving = true;
      announce(`${row.value} ${clockTime(row.ts)} was deleted`);
      setTimeout(() => this.takeOut(row.id), LEAVING_MS);
    },
    takeOut(id) {
      const at = this.rows.findIndex((row) => row.id === id && row.leaving);
      if (at < 0) return;
      this.rows.splice(at, 1);
      clearTimeout(refillTimer);
      if (this.page === 0 && this.hasMore) refillTimer = setTimeout(() => this.load(), REFILL_MS);
    },

    // --- controls ---
    typed() {
      clearTimeout(typingTimer);
      typingTimer = setTimeout(() => this.goTo(0), TYPING_MS);
    },
    get filtering() {
      return Boolean(this.filter.trim());
    },
    clearFilter() {
      this.filter = "";
      this.goTo(0);
      this.$refs.filter.focus();
    },
    setAsnap(hide) {
      this.hideAsnap = hide;
      session.hideAsnap = hide;
      remember("hide-asnap", hide);
      session.tell("asnap-filter");
      this.goTo(0);
    },
    goTo(page) {
      this.page = page;
      return this.load();
    },
    get newerText() {
      return plural(this.newer.length, "new event", "new events");
    },
    toggleExpanded() {
      this.expanded = !this.expanded;
      remember("history-expanded", this.expanded);
    },
    toggleShown() {
      this.shown = !this.shown;
      remember("history-shown", this.shown);
    },

    // --- rows ---
    openRow(id) {
      session.open.details(id);
    },
    commentOn(id) {
      session.open.comment(id);
    },
    commentLabel(row) {
      return `${row.comments.length ? "Edit or view comment" : "Add comment"}: ${row.value} ${row.clock}`;
    },
    /** Up and down walk the rows. */
    walk(event) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step) return;
      const links = [...this.$root.querySelectorAll(".row-link")];
      const next = links[links.indexOf(document.activeElement) + step];
      if (!next) return;
      event.preventDefault();
      next.focus();
    },
    /** For the details dialog: the row before or after, turning the page where needed. */
    async rowAfter(id, step) {
      const at = this.rows.findIndex((row) => row.id === id);
      const next = this.rows[at + step];
      if (at < 0 || next) return next ? next.id : null;
      const page = this.page + step;
      if (page < 0 || (step > 0 && !this.hasMore)) return null;
      await this.goTo(page);
      const row = step > 0 ? this.rows[0] : this.rows[this.rows.length - 1];
      return row ? row.id : null;
    },
  };
}
