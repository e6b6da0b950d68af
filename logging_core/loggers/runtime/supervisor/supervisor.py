"""The loop: hears the children, starts and stops them, keeps the plan, makes the status."""

import contextlib
import os
import resource
import selectors
import signal
import socket
import time
from pathlib import Path

from logging_core.loggers.runtime import plan as plans
from logging_core.loggers.runtime.channel import Message
from logging_core.loggers.runtime.plan import Plan
from logging_core.loggers.runtime.settings import RuntimeSettings
from logging_core.loggers.runtime.spool.writing import SpoolWriter
from logging_core.loggers.runtime.supervisor.commands import Commands
from logging_core.loggers.runtime.supervisor.link_keeper import LinkKeeper
from logging_core.loggers.runtime.supervisor.log_book import ERROR, LogBook
from logging_core.loggers.runtime.supervisor.logger import Logger
from logging_core.loggers.runtime.supervisor.reporting import Reporter
from logging_core.loggers.runtime.supervisor.watched import Watched

TICK = 0.25  # seconds
LAST_PATIENCE = 3.0  # seconds that loggers have when the supervisor itself is told to stop


class Supervisor:
    """Runs what the plan says until SIGTERM or SIGINT; a second one makes it hurry."""

    def __init__(self, settings: RuntimeSettings) -> None:
        self._settings = settings
        self._places = settings.places
        self._book = LogBook(settings.places)
        self._commands = Commands(SpoolWriter(settings.places.command_spool), self._book)
        self._link = LinkKeeper(settings, self._book, self._take_from_link)
        self._loggers: dict[str, Logger] = {}
        self._plan = plans.NOTHING
        self._reporter = Reporter(settings.places.folder)
        self._stops = 0
        self._selector = selectors.DefaultSelector()
        self._heard: dict[int, tuple[int, ...]] = {}  # process to the files that are listened to

    def run(self) -> None:
        _allow_many_files()
        self._listen_to_signals()
        self._apply(plans.kept(self._places.plan))
        while not self._stops:
            self._round()
            self._link.tick()
            self._report_if_due()
        self._stop_all()

    # --- the plan -----------------------------------------------------------------------------------------

    def _take_from_link(self, message: Message) -> None:
        self._link.heard()
        if "plan" in message:
            if not self._stops:
                self._take_plan(message["plan"])
        else:
            self._reporter.take(message)

    def _take_plan(self, given: object) -> None:
        try:
            plan = plans.checked(given)
        except ValueError as trouble:
            self._book.say(f"the plan is not carried out: {trouble}", ERROR)
            return
        if (
            plan == self._plan or plan["version"] == 0
        ):  # none was ever made: the database is new, the loggers run on
            return
        try:
            plans.keep(self._places.plan, plan)
        except OSError as trouble:  # it runs all the same, only not after the next start
            self._book.say(f"the plan cannot be kept on disk: {trouble}", ERROR)
        self._apply(plan)

    def _apply(self, plan: Plan) -> None:
        self._plan = plan
        for name, planned in plan["loggers"].items():
            if name not in self._loggers:
                self._loggers[name] = Logger(name, self._settings, self._book, self._commands.take)
            self._loggers[name].plan(planned, Path(plan["base_dir"]))
        for name in self._loggers.keys() - plan["loggers"].keys():
            self._loggers[name].remove()
        self._tick()
        self._book.say(f"plan {plan['version']}: {self._running()} of {len(plan['loggers'])} loggers run")

    # --- the loop -----------------------------------------------------------------------------------------

    def _round(self) -> None:
        self._listen_to_children()
        for key, _ in self._selector.select(TICK):
            if isinstance(key.data, Watched):
                key.data.hear()
            else:
                self._waker.recv(4096)
        self._tick()

    def _tick(self) -> None:
        for name, logger in list(self._loggers.items()):
            logger.tick()
            if logger.is_gone():
                del self._loggers[name]

    def _listen_to_children(self) -> None:
        alive = {process.pid: process for process in self._processes()}
        for pid in self._heard.keys() - alive.keys():
            for file in self._heard.pop(pid):
                self._selector.unregister(file)
        for pid in alive.keys() - self._heard.keys():
            self._heard[pid] = alive[pid].files()
            for file in self._heard[pid]:
                self._selector.register(file, selectors.EVENT_READ, alive[pid])

    def _processes(self) -> list[Watched]:
        found = [self._link.process, *(logger.process for logger in self._loggers.values())]
        return [process for process in found if process]

    def _running(self) -> int:
        return sum(logger.process is not None for logger in self._loggers.values())

    def _report_if_due(self) -> None:
        if self._reporter.is_due():
            self._link.send({"status": self._reporter.status(self._plan, self._loggers)})

    # --- its end ------------------------------------------------------------------------------------------

    def _listen_to_signals(self) -> None:
        self._waker, waking = socket.socketpair()
        waking.setblocking(False)
        self._waking = waking
        self._selector.register(self._waker, selectors.EVENT_READ)
        signal.set_wakeup_fd(waking.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)  # only to be woken
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._asked_to_stop)

    def _asked_to_stop(self, *_: object) -> None:
        self._stops += 1

    def _stop_all(self) -> None:
        self._book.say(f"stopping {self._running()} loggers")
        for logger in self._loggers.values():
            logger.remove(LAST_PATIENCE)
        while self._loggers:
            self._round()
            if self._stops > 1:
                for logger in self._loggers.values():
                    logger.remove(0)
        self._link.end()
        self._book.say(f"stopped, process {os.getpid()}, after {time.process_time():.1f} s of processor time")


def _allow_many_files() -> None:
    """Each logger has some here: what it says, and the inputs that are kept for it."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):  # where the most is more than the system really gives
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
