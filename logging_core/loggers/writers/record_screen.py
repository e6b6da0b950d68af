"""RecordScreenWriter: the latest values as a table on the terminal."""

import sys
from typing import Any

from logging_core.loggers.base.component import Record, Writer
from logging_core.loggers.parsing.records import DASRecord, records_of
from logging_core.loggers.parsing.timestamps import stamp

CLEAR = "\x1b[H\x1b[2J"  # to the upper left corner, and everything away


class RecordScreenWriter(Writer):
    """One line a field with its value and time, drawn anew for each record; without a terminal a line a value."""

    local = True

    def __init__(self) -> None:
        super().__init__()
        self._latest: dict[str, str] = {}

    def write(self, record: Record) -> None:
        try:
            records = records_of(record)
        except (TypeError, ValueError, AttributeError):
            self.refuse(record)
            return
        news = {name: line for part in records for name, line in _lines(part).items()}
        self._latest.update(news)
        if sys.stdout.isatty():
            self._show(CLEAR + "\n".join(self._latest[name] for name in sorted(self._latest)))
        elif news:
            self._show("\n".join(news.values()))

    def _show(self, text: str) -> None:
        try:
            sys.stdout.write(f"{text}\n")
            sys.stdout.flush()
        except OSError as trouble:
            self.tally.add("not shown", trouble)


def _lines(record: DASRecord) -> dict[str, str]:
    moment = stamp(record.timestamp) if record.timestamp else ""
    return {name: f"{_shown(name):30}  {_shown(value):>24}  {moment}" for name, value in record.fields.items()}


def _shown(value: Any) -> str:
    """Without characters that a terminal would obey."""
    return "".join(letter if letter.isprintable() else "?" for letter in str(value))
