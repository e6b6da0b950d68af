// One logger, opened: its data flow, its last lines, what is behind its state.

import { get } from "../api.js";
import { stamp } from "../format.js";
import { columnsOf } from "./flow.js";
import { count, mib, rate } from "./words.js";

export function details(session, name) {
  return {
    name,
    ends: [],
    told: null,
    configs: null,
    columns: [],
    lines: [],

    init() {
      this.ends = [
        session.on("logger", (frame) => frame.name === name && this.hear(frame.logger)),
        session.on("wanted", () => this.readConfigs()),
      ];
      this.readConfigs();
      session.watch(name);
    },
    destroy() {
      this.ends.forEach((end) => end());
    },
    hear(told) {
      this.told = told;
      this.lines = told ? told.last_lines.slice().reverse() : [];
      this.draw();
    },
    draw() {
      const config = this.configs && this.told ? this.configs[this.told.config] : null;
      this.columns = columnsOf(this.told ? this.told.parts : [], config);
    },
    /** Arguments are shown to those who may read files; without them the picture shows the classes alone. */
    async readConfigs() {
      if (!session.mayManage) return;
      const answer = await get(`/api/loggers/one?logger=${encodeURIComponent(name)}`).catch(() => null);
      if (!answer) return;
      this.configs = answer.configs;
      this.draw();
    },
    get facts() {
      const told = this.told;
      if (!told) return [];
      return [
        { name: "Config", value: told.config || "none" },
        { name: "Since", value: stamp(told.since) },
        { name: "Process", value: told.pid ? String(told.pid) : "none" },
        { name: "Records", value: `${count(told.records)}, ${rate(told.rate)}` },
        { name: "Memory", value: mib(told.memory_kb) || "none" },
        { name: "CPU", value: `${Math.round(told.cpu_percent || 0)} %` },
        { name: "Came back by itself", value: `${told.restarts} times` },
      ];
    },
    get lastError() {
      return (this.told && this.told.last_error) || "";
    },
    get hasLines() {
      return this.lines.length > 0;
    },
    get hasParts() {
      return Boolean(this.told) && this.told.parts.length > 0;
    },
  };
}
