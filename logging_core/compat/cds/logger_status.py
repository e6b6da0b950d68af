"""What the loggers say of themselves, in the records that pages of cached data servers wait for."""

import logging
import time
from datetime import UTC
from typing import Any

from logging_core.loggers.models import LoggerControl, LoggerLog
from logging_core.streams.recent import Recent

STATES = {
    "off": "EXITED",
    "starting": "STARTING",
    "backoff": "STARTING",
    "running": "RUNNING",
    "degraded": "RUNNING",
    "stalled": "RUNNING",
    "stopping": "RUNNING",
    "failed": "FAILED",
}
OF_THE_SYSTEM = {"supervisor", "link", "commands", "data server"}  # sources of log lines that are no loggers
MOST_LINES = 1000


class LoggerStatus:
    """Given the state of all loggers once a second; reads mode, definition and log lines along with it."""

    def __init__(self, recent: Recent) -> None:
        self._recent = recent
        self._definition: tuple[int | None, str] | None = None
        self._last_line = 0

    def tell(self, status: dict[str, Any]) -> None:
        loggers = status["loggers"]
        told = {
            name: {"config": one["config"], "status": STATES.get(one["state"])} for name, one in loggers.items()
        }
        self._add("status:logger_status", told)
        self._tell_mode()
        self._tell_lines()

    def _tell_mode(self) -> None:
        control = LoggerControl.objects.select_related("definition").defer("definition__text").first()
        if control is None or control.definition is None:
            return
        self._add("status:cruise_mode", {"active_mode": control.mode})
        state = (control.version, control.definition.id)
        if state != self._definition:
            self._definition = state
            self._add("status:cruise_definition", _definition(control))

    def _tell_lines(self) -> None:
        """New lines of the log; the first time the last ones."""
        rows = LoggerLog.objects.filter(id__gt=self._last_line).order_by("-id")[:MOST_LINES]
        for line in reversed(rows):
            self._last_line = line.id
            level = f"{line.level} {logging.getLevelName(line.level)}"
            text = f"{line.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ} {level} {line.source} {line.text}"
            self._recent.add(_field_of(line.source), line.at.timestamp(), text)

    def _add(self, name: str, value: Any) -> None:
        self._recent.add(name, time.time(), value)


def _definition(control: LoggerControl) -> dict[str, Any]:
    definition: Any = control.definition
    loggers = definition.expanded["loggers"]
    return {
        "cruise_id": definition.cruise_id,
        "filename": definition.file_name,
        "config_timestamp": definition.loaded_at.timestamp(),
        "loggers": {
            name: {"configs": definition.config_names(name), "active": control.configs.get(name)}
            for name in loggers
        },
        "modes": list(definition.expanded["modes"]),
        "active_mode": control.mode,
    }


def _field_of(source: str) -> str:
    return "stderr:logger_manager" if source in OF_THE_SYSTEM else f"stderr:logger:{source}"
