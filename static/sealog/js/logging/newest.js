// The card of the newest event that passes the ASNAP switch (the text filter does not count here).

import { get } from "../api.js";
import { matches } from "../filter.js";
import { recall, remember } from "../storage.js";
import { cardsOf } from "./cards.js";
import { eventQuery } from "./history.js";
import { rowOf } from "./rows.js";

const RETRY_MS = 5000;

export function newest(session) {
  let retryTimer = null;
  let request = 0;
  return {
    row: null,
    cards: { images: [], groups: [] },
    failed: false,
    shown: recall("newest-shown", true),

    init() {
      const first = session.boot.newest;
      if (first && session.hideAsnap === session.settings.hide_asnap_default) this.show(first.id);
      else this.fetch();
      session.book.on(({ id }) => this.consider(id));
      session.on("asnap-filter", () => this.fetch());
      session.on("reset", () => this.fetch());
    },

    fulltext() {
      return session.hideAsnap ? ["!ASNAP"] : [];
    },
    show(id) {
      const event = session.book.view(id);
      this.row = rowOf(event);
      this.cards = cardsOf(session.book.auxOf(id), session.settings);
    },
    consider(id) {
      const event = session.book.view(id);
      const passes = event && event.state !== "deleted" && matches(event, this.fulltext());
      const mine = this.row && this.row.id === id;
      if (mine && (!passes || event.ts < this.row.ts)) this.fetch();
      else if (passes && (mine || !this.row || event.ts >= this.row.ts)) this.show(id);
    },
    async fetch() {
      clearTimeout(retryTimer);
      request += 1;
      const mine = request;
      const asked = session.book.mark();
      try {
        const { results } = await get(eventQuery(this.fulltext(), { offset: 0, limit: 1 }));
        if (results.length) session.book.takeWithAux(await get(`/api/events/${results[0].id}`), asked);
        if (mine !== request) return;
        this.failed = false;
        if (results.length) this.show(results[0].id);
        else this.row = null;
      } catch {
        if (mine !== request) return;
        this.failed = true;
        retryTimer = setTimeout(() => this.fetch(), RETRY_MS);
      }
    },

    toggleShown() {
      this.shown = !this.shown;
      remember("newest-shown", this.shown);
    },
    openDetails() {
      session.open.details(this.row.id);
    },
    openImage(image) {
      session.open.image(image);
    },
  };
}
