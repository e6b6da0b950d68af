"""One logger as the supervisor keeps it: what is wanted of it, its process, its state."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from logging_core.loggers.base.retrying import Backoff
from logging_core.loggers.runtime import status
from logging_core.loggers.runtime.channel import ChildsEnd, Message
from logging_core.loggers.runtime.plan import PlannedLogger, runs
from logging_core.loggers.runtime.settings import RuntimeSettings
from logging_core.loggers.runtime.status import Figures, LoggerStatus, Part
from logging_core.loggers.runtime.supervisor.kept_inputs import KeptInputs
from logging_core.loggers.runtime.supervisor.log_book import ERROR, INFO, WARNING, LogBook
from logging_core.loggers.runtime.supervisor.states import state_of_running
from logging_core.loggers.runtime.supervisor.watched import Watched
from logging_core.loggers.runtime.text import clean, iso

PATIENCE = 10.0  # seconds between SIGTERM and SIGKILL
HEALTHY = 60.0  # seconds of running after which delays start small again
SPEECHLESS = 60.0  # seconds without figures after which a process is taken for dead
NO_FIGURES: Figures = {
    "last_record_at": None,
    "records": 0,
    "rate": 0.0,
    "last_lines": [],
    "alarm": None,
    "memory_kb": 0,
    "cpu_percent": 0.0,
    "parts": [],
}
GONE: PlannedLogger = {"config_name": None, "config": None, "feeds": []}
Command = Callable[[str, str], None]  # logger, text


class Logger:
    """`tick` is to be called a few times a second and at once when a process has ended."""

    def __init__(self, name: str, settings: RuntimeSettings, book: LogBook, command: Command) -> None:
        self.name = name
        self.process: Watched | None = None
        self._settings = settings
        self._book = book
        self._command = command
        self._planned, self._base_dir = GONE, Path("/")
        self._running: PlannedLogger = GONE
        self._backoff = Backoff(first=1.0, longest=60.0)
        self._inputs = KeptInputs()
        self._figures: Figures | None = None
        self._told_at = 0.0
        self._failed: str | None = None  # why its config cannot be built
        self._finished = False  # its input has come to its end
        self._restarts = 0
        self._last_error: str | None = None
        self._state, self._since = status.OFF, time.time()
        self._silent_since: str | None = None
        self._last_record_at: str | None = None  # of earlier processes, too

    def plan(self, planned: PlannedLogger, base_dir: Path) -> None:
        """What is wanted from now on. A process whose config is as before is left alone."""
        feeds_before = self._planned.get("feeds")
        if not _same(planned, self._planned):
            self._finished, self._failed, self._last_error = False, None, None
            self._backoff.succeeded()
        self._planned, self._base_dir = planned, base_dir
        self._let_go_of_inputs()
        if self.process and not _same(planned, self._running):
            self.process.stop(PATIENCE)
        elif self.process and planned.get("feeds") != feeds_before:
            self._send_feeds(self.process)

    def remove(self, patience: float = PATIENCE) -> None:
        """Stop for good."""
        self._planned = GONE
        self._let_go_of_inputs()
        if self.process:
            self.process.stop(patience)

    def tick(self) -> None:
        if self.process:
            self._look_after(self.process)
        if not self.process and self._is_due():
            self._start()
        self._note_state()

    def is_gone(self) -> bool:
        """Neither wanted nor alive."""
        return self._planned is GONE and not self.process

    def status(self) -> LoggerStatus:
        left = self._backoff.wait_left()
        waits = self._state in (status.BACKOFF, status.FAILED)
        figures = self._figures or NO_FIGURES
        return {
            **(figures if self.process else _at_rest(figures)),
            "last_record_at": self._last_record_at,
            "config": self._planned.get("config_name"),
            "state": self._state,
            "pid": self.process.pid if self.process else None,
            "since": iso(self._since),
            "restarts": self._restarts,
            "next_try_at": iso(time.time() + left) if waits else None,
            "last_error": self._last_error,
        }

    # --- its process --------------------------------------------------------------------------------------

    def _is_due(self) -> bool:
        return runs(self._planned) and not self._finished and self._backoff.wait_left() == 0

    def _start(self) -> None:
        self._running, self._figures, self._failed = self._planned, None, None
        config, base_dir, settings = self._planned["config"], self._base_dir, self._settings
        spool, inputs = settings.places.spool(self.name), self._inputs.files()

        def main(channel: ChildsEnd) -> int:
            return LoggerProcess(channel, settings, spool, inputs).run(config or {}, base_dir)

        # Loaded before the fork, so that all loggers share it; where none runs it is not.
        from logging_core.loggers.runtime.child import preload
        from logging_core.loggers.runtime.child.process import LoggerProcess

        preload.load(config)
        try:
            self.process = Watched(self.name, main, self._take, self._take_line, inputs.values())
        except OSError as trouble:
            self._came_to_grief(f"cannot be started: {trouble}")
            return
        self._told_at = time.monotonic()
        self._send_feeds(self.process)

    def _look_after(self, process: Watched) -> None:
        if (how := process.ended()) is not None:
            self.process = None
            self._ended(process, how)
            self._let_go_of_inputs()
        elif process.kill_if_due():
            self._book.write(self.name, WARNING, "did not stop when asked and was killed")
        elif not process.stopping and time.monotonic() - self._told_at > SPEECHLESS:
            self._came_to_grief(f"gave no sign of life for {SPEECHLESS:g} s and is killed")
            process.stop(0)
        elif not process.stopping and process.age > HEALTHY:
            self._backoff.succeeded()

    def _ended(self, process: Watched, how: str) -> None:
        if process.stopping:
            self._finished, self._failed = False, None  # whatever it said, it was not about what is wanted now
            return
        if self._finished:
            self._book.write(self.name, INFO, "has read its input to the end")
        elif self._failed is not None:
            self._last_error = clean(self._failed)
            self._backoff.wait(HEALTHY)
            self._book.write(self.name, ERROR, f"cannot be built: {self._failed}")
        else:
            said = f": {process.last_line}" if process.last_line else ""
            self._came_to_grief(f"ended by itself ({how}){said}", process.age > HEALTHY)

    def _came_to_grief(self, how: str, was_healthy: bool = False) -> None:
        """One that was healthy is started again at once: each second is a second without records."""
        if not was_healthy:
            self._backoff.failed()
        self._restarts += 1
        self._last_error = clean(how)
        left = self._backoff.wait_left()
        self._book.write(self.name, ERROR, f"{how}; it is started again in {left:.1f} s")

    def _let_go_of_inputs(self) -> None:
        """Unless a process is to go on with them, or may still be using them."""
        goes_on = self._failed is None and not self._finished and _same(self._planned, self._running)
        if not self.process and not goes_on:
            self._inputs.let_all_go()

    def _send_feeds(self, process: Watched) -> None:
        process.send({"feeds": self._planned.get("feeds") or []})

    # --- what it says -------------------------------------------------------------------------------------

    def _take(self, message: Message) -> None:
        if "figures" in message:
            self._figures, self._told_at = message["figures"], time.monotonic()
            self._last_record_at = message["figures"]["last_record_at"] or self._last_record_at
        elif "failed" in message:
            self._failed = str(message["failed"])
        elif "ended" in message:
            self._finished = True
        elif "command" in message:
            self._command(self.name, str(message["command"]))
        elif "keep" in message and self.process:
            self._inputs.keep(message["keep"], self.process.next_file())
        elif "let_go" in message:
            self._inputs.let_go(message["let_go"])

    def _take_line(self, level: int, text: str) -> None:
        self._book.write(self.name, level, text)

    # --- its state ----------------------------------------------------------------------------------------

    def _note_state(self) -> None:
        state = self._state_now()
        if state == self._state:
            return
        level = WARNING if state in (status.DEGRADED, status.STALLED) else INFO
        self._book.write(self.name, level, f"{state}{self._gap(state)}")
        self._state, self._since = state, time.time()

    def _gap(self, state: str) -> str:
        """Behind the word of a state: from when to when nothing was recorded."""
        if status.STALLED not in (state, self._state):
            return ""
        if state == status.STALLED:
            self._silent_since = (self._figures or NO_FIGURES)["last_record_at"]
            return f": no record since {self._silent_since or 'its start'}"
        return f": no record from {self._silent_since or 'its start'} to {iso(time.time())}"

    def _state_now(self) -> str:
        if self.process:
            if self.process.stopping:
                return status.STOPPING
            if self._figures is None:
                return status.STARTING
            return state_of_running(self._figures, self.process.age, self._running, self._settings.stalled_after)
        if self._failed is not None:
            return status.FAILED
        if not runs(self._planned) or self._finished:
            return status.OFF
        return status.BACKOFF if self._backoff.wait_left() else status.STARTING


def _at_rest(figures: Figures) -> Figures:
    """What a process that has ended leaves behind: its counts, but nothing that goes on."""
    parts: list[Part] = [{**part, "rate": 0.0, "trouble": None} for part in figures["parts"]]
    return {**figures, "rate": 0.0, "memory_kb": 0, "cpu_percent": 0.0, "parts": parts}


def _same(one: PlannedLogger, other: PlannedLogger) -> bool:
    """Whether the same would run: an empty config is as good as none."""
    return _what_runs(one) == _what_runs(other)


def _what_runs(planned: PlannedLogger) -> tuple[Any, int] | None:
    return (planned["config"], planned.get("restart") or 0) if runs(planned) else None
