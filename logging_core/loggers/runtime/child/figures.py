"""What the process of a logger knows of itself, once a second."""

import time
from collections import deque
from collections.abc import Callable

from logging_core.loggers.base.component import Component, Record, Writer, as_text
from logging_core.loggers.files import appending
from logging_core.loggers.runtime.disk import alarm
from logging_core.loggers.runtime.memory import memory_kb
from logging_core.loggers.runtime.parts import NamedPart
from logging_core.loggers.runtime.status import Figures, Part
from logging_core.loggers.runtime.text import clean, iso

LAST_LINES = 20
LONGEST_LINE = 500
WINDOW = 10  # seconds over which rates are taken
HANGS = 3.0  # seconds; a part that is at one record for longer is in trouble


class Seen:
    """Kept by the thread of the logger, record by record."""

    def __init__(self) -> None:
        self.records = 0
        self.last_at = 0.0
        self.lines: deque[Record] = deque(maxlen=LAST_LINES)
        self.round_began = time.monotonic()

    def add(self, record: Record) -> None:
        self.last_at = time.time()
        if type(record) is list:
            self.records += len(record)
            self.lines.extend(record)
        else:
            self.records += 1
            self.lines.append(record)


class Meter:
    """Makes the figures; `parts` gives the parts of now, feeds included."""

    def __init__(self, seen: Seen, parts: Callable[[], list[NamedPart]]) -> None:
        self._seen = seen
        self._parts = parts
        self._history: deque[tuple[float, int, dict[str, int]]] = deque(maxlen=WINDOW + 1)
        self._history.append((time.monotonic(), 0, {}))
        self._cpu = (time.monotonic(), time.process_time())

    def figures(self) -> Figures:
        parts, seen, now = self._parts(), self._seen, time.monotonic()
        counts = {part.path: part.counted.count for part in parts}
        then, records, old = self._history[0]
        self._history.append((now, seen.records, counts))
        elapsed = max(now - then, 0.001)
        return {
            "last_record_at": iso(seen.last_at) if seen.last_at else None,
            "records": seen.records,
            "rate": round((seen.records - records) / elapsed, 2),
            "last_lines": [_line(record) for record in seen.lines.copy()],
            "alarm": alarm(appending.folders()),
            "memory_kb": memory_kb(),
            "cpu_percent": self._cpu_percent(now),
            "parts": [self._part(part, (part.counted.count - old.get(part.path, 0)) / elapsed) for part in parts],
        }

    def _part(self, named: NamedPart, rate: float) -> Part:
        part = named.part
        lane = part.lane if isinstance(part, Writer) else None
        return {
            "path": named.path,
            "class": type(part).__name__,
            "count": named.counted.count,
            "rate": round(rate, 2),
            "waiting": None if lane is None else len(lane),
            "trouble": self._trouble(named),
            "tally": dict(part.tally.counts),
            "samples": {cause: clean(text) for cause, text in part.tally.examples.copy().items()},
        }

    def _trouble(self, named: NamedPart) -> str | None:
        part, now = named.part, time.monotonic()
        since = part.busy_since if isinstance(part, Writer) else None
        if since is not None and now - since > HANGS:
            return f"has been at one record for {now - since:.0f} s"
        if named.path == "readers.0" and now - self._seen.round_began > HANGS and not self._a_writer_is_busy():
            return f"has not come back for {now - self._seen.round_began:.0f} s"
        return None if part.trouble is None else clean(part.trouble)

    def _a_writer_is_busy(self) -> bool:
        return any(_is_busy(named.part) for named in self._parts())

    def _cpu_percent(self, now: float) -> float:
        used = time.process_time()
        (then, before), self._cpu = self._cpu, (now, used)
        return round(100 * (used - before) / max(now - then, 0.001), 1)


def _is_busy(part: Component) -> bool:
    return isinstance(part, Writer) and part.lane is None and part.busy_since is not None


def _line(record: Record) -> str:
    text = as_text(record)
    return clean(text.decode("utf-8", "backslashreplace") if isinstance(text, bytes) else str(text), LONGEST_LINE)
