// Feeds: see them, make one, change one, take one away.

import { get, request } from "../api.js";
import { closeDialog, openDialog } from "../dialogs.js";
import { newId } from "../ids.js";
import { count, rate } from "./words.js";

const USUAL = { UDPWriter: '{\n  "destination": "192.168.1.255",\n  "port": 6224\n}', TCPWriter: '{\n  "destination": "192.168.1.20",\n  "port": 5000\n}', SerialWriter: '{\n  "port": "/dev/ttyUSB1",\n  "baudrate": 9600\n}' };

function stateOf(feed, figures) {
  if (!feed.enabled) return { word: "Off", tone: "" };
  if (!figures) return { word: "Logger does not run", tone: "badge-wait" };
  return figures.trouble ? { word: "Retrying", tone: "badge-warn" } : { word: "Feeding", tone: "badge-ok" };
}

function rowOf(feed, told) {
  const logger = told ? told.loggers[feed.logger] : null;
  const figures = logger ? logger.feeds[feed.name] : null;
  return {
    ...feed,
    ...stateOf(feed, figures),
    trouble: (figures && figures.trouble) || "",
    sent: figures ? `${count(figures.count)}, ${rate(figures.rate)}` : "",
    writerText: feed.writer.class,
    onlyText: feed.only || "every line",
  };
}

export function feeds(session) {
  return {
    feeds: [],
    rows: [],
    writers: [],
    loggers: Object.keys(session.wanted.loggers),
    mayManage: session.mayManage,
    id: null,
    form: { name: "", logger: "", only: "", class: "UDPWriter", kwargs: "", enabled: true },
    title: "",
    problem: "",
    fields: {},
    busy: false,

    init() {
      this.read();
      session.on("opened", () => this.read());
      session.on("change", (frame) => frame.kind === "logger_feed" && this.read());
      session.on("wanted", (wanted) => (this.loggers = Object.keys(wanted.loggers)));
      session.on("status", () => this.draw());
    },
    async read() {
      const answer = await get("/api/logger-feeds").catch(() => null);
      if (!answer) return;
      this.feeds = answer.results;
      this.writers = answer.writers;
      this.draw();
    },
    draw() {
      this.rows = this.feeds.map((feed) => rowOf(feed, session.status));
    },

    add() {
      const logger = this.loggers[0] || "";
      this.open(newId(Date.now()), "New feed", { name: "", logger, only: "", class: "UDPWriter", kwargs: USUAL.UDPWriter, enabled: true });
    },
    edit(feed) {
      const kwargs = JSON.stringify(feed.writer.kwargs || {}, null, 2);
      this.open(feed.id, feed.name, { ...feed, class: feed.writer.class, kwargs });
    },
    open(id, title, form) {
      Object.assign(this, { id, title, problem: "", fields: {}, form: { ...form } });
      openDialog(this.$refs.dialog, () => this.close());
    },
    close() {
      closeDialog(this.$refs.dialog);
    },
    usual() {
      this.form.kwargs = USUAL[this.form.class] || "{}";
    },
    async save() {
      const kwargs = this.typedArguments();
      if (!kwargs) return;
      const { name, logger, only, enabled } = this.form;
      const values = { name, logger, only, enabled, writer: { class: this.form.class, kwargs } };
      await this.doing(() => request("PUT", `/api/logger-feeds/${this.id}`, values));
    },
    typedArguments() {
      try {
        return JSON.parse(this.form.kwargs || "{}");
      } catch (error) {
        this.problem = `The arguments are no JSON: ${error.message}`;
        return null;
      }
    },
    async remove() {
      await this.doing(() => request("DELETE", `/api/logger-feeds/${this.id}`));
    },
    async doing(work) {
      this.busy = true;
      this.problem = "";
      this.fields = {};
      try {
        await work();
        this.close();
        await this.read();
      } catch (error) {
        this.problem = error.message;
        this.fields = error.fields || {};
      } finally {
        this.busy = false;
      }
    },
    async turn(feed) {
      const answer = await session.attempt(() => request("PUT", `/api/logger-feeds/${feed.id}`, { enabled: !feed.enabled }));
      if (answer) await this.read();
    },
    isStored() {
      return this.feeds.some((feed) => feed.id === this.id);
    },
  };
}
