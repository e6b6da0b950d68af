"""The status, once a second."""

import os
import time
from pathlib import Path
from typing import Any

from logging_core.loggers.runtime.channel import Message
from logging_core.loggers.runtime.disk import alarm
from logging_core.loggers.runtime.memory import memory_kb
from logging_core.loggers.runtime.plan import Plan
from logging_core.loggers.runtime.status import SpoolStatus, Status
from logging_core.loggers.runtime.supervisor.logger import Logger
from logging_core.loggers.runtime.text import iso

EVERY = 1.0  # seconds
SILENT = 10.0  # seconds after which the link's last word about the database is too old
NO_SPOOL: SpoolStatus = {
    "records_waiting": 0,
    "bytes": 0,
    "oldest_at": None,
    "stored": 0,
    "store_rate": 0.0,
    "refused": {},
}


class Reporter:
    """`take` is for what the link says: {"database": ..., "spool": {...}}."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._started = time.time()
        self._due = 0.0
        self._heard: dict[str, Any] = {}
        self._heard_at = time.monotonic()

    def take(self, message: Message) -> None:
        self._heard, self._heard_at = message, time.monotonic()

    def is_due(self) -> bool:
        now = time.monotonic()
        if now < self._due:
            return False
        self._due = max(self._due + EVERY, now)
        return True

    def status(self, plan: Plan, loggers: dict[str, Logger]) -> Status:
        """Loggers in the order of the plan."""
        order = [
            *(name for name in plan["loggers"] if name in loggers),
            *(loggers.keys() - plan["loggers"].keys()),
        ]
        return {
            "at": iso(time.time()),
            "supervisor": {
                "pid": os.getpid(),
                "started_at": iso(self._started),
                "plan_version": plan["version"],
                "database": self._database(),
                "alarm": alarm([self._folder]),
                "memory_kb": memory_kb(),
                "spool": self._heard.get("spool", NO_SPOOL),
            },
            "loggers": {name: loggers[name].status() for name in order},
        }

    def _database(self) -> str:
        silent = time.monotonic() - self._heard_at
        if silent > SILENT:
            return f"no news for {silent:.0f} s"
        return str(self._heard.get("database", "not asked yet"))
