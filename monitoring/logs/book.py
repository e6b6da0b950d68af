"""Writing to the log table in bulk: lines gather in memory and are stored together, never inside other work."""

import logging
import time
import traceback
from threading import Lock

from django.db import DatabaseError, connection

from logging_core.shared import clock
from monitoring.logs.models import LogLine

MOST_LINES, MOST_SECONDS = 100, 2.0
LONGEST = 5000  # characters of one message

_lines: list[LogLine] = []
_lock = Lock()
_stored = 0.0


class Book:
    """The lines of one part: `Book("stack").add(logging.INFO, "...")`. They go to the process's log as well."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._log = logging.getLogger(f"monitoring.{name}")

    def add(
        self,
        level: int,
        message: str,
        *,
        request: int | None = None,
        source: str = "",
        problem: BaseException | None = None,
    ) -> None:
        self._log.log(level, "%s", message, exc_info=problem)
        trace = "".join(traceback.format_exception(problem)) if problem else ""
        line = LogLine(at=clock.now(), logger=self._name, level=level)
        line.message, line.trace = _storable(message)[:LONGEST], _storable(trace)
        line.request, line.source = request, source
        with _lock:
            _lines.append(line)
        if len(_lines) >= MOST_LINES or time.monotonic() - _stored > MOST_SECONDS:
            store()


def _storable(text: str) -> str:
    """What strangers' answers may hold and the database does not take."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def store() -> None:
    """Write what has gathered. Inside a transaction it waits: it must not be rolled back with it."""
    global _stored
    if connection.in_atomic_block:
        return
    with _lock:
        lines, _lines[:] = _lines[:], []
    _stored = time.monotonic()
    try:
        LogLine.objects.bulk_create(lines)
    except DatabaseError:
        logging.getLogger(__name__).exception("%d lines could not be stored", len(lines))
