"""LogfileReader: log files played back, at once or at the pace of their times."""

import time

from logging_core.loggers.base.component import PATIENCE, Reader, Record
from logging_core.loggers.parsing.patterns import Pattern
from logging_core.loggers.parsing.records import DASRecord
from logging_core.loggers.parsing.timestamps import TIME_FORMAT
from logging_core.loggers.readers.text_file import TextFileReader


class LogfileReader(Reader):
    """Lines of the files `filebase*` by name: a line that is a JSON object is a DASRecord, all else is text.

    With `use_timestamps` lines come in the rhythm of their times, `time_acceleration_factor` times as fast; a line
    without a time comes at once and is counted. `time_format` and `date_format` are accepted; times are ISO.
    """

    waits = True

    def __init__(
        self,
        filebase: str | None = None,
        tail: bool = False,
        refresh_file_spec: bool = False,
        retry_interval: float = 0.1,
        interval: float = 0,
        use_timestamps: bool = False,
        time_acceleration_factor: float = 1.0,
        record_format: str | None = None,
        time_format: str = TIME_FORMAT,
        date_format: str = "%Y-%m-%d",
        eol: str | None = None,
    ) -> None:
        super().__init__()
        if interval and use_timestamps:
            raise ValueError("interval and use_timestamps cannot be given together")
        if time_acceleration_factor <= 0:
            raise ValueError("time_acceleration_factor must be greater than 0")
        file_spec = None if filebase is None else f"{filebase}*"
        self._lines = TextFileReader(file_spec, tail, refresh_file_spec, retry_interval, interval, eol)
        self._lines.tally = self.tally
        self.use_timestamps = use_timestamps
        self.factor = time_acceleration_factor
        self._pattern = Pattern(record_format or "{timestamp:ti} {record}")
        self._shift: float | None = None  # clock of this host minus recorded time, both in played seconds
        self._waiting: Record = None

    def read(self) -> Record:
        self._lines.encoding, self._lines.encoding_errors = self.encoding, self.encoding_errors
        record = self._waiting if self._waiting is not None else self._next()
        if not self.use_timestamps or record is None:
            return record
        self._waiting = record if self._too_early(record) else None
        return None if self._waiting is not None else record

    def read_range(self, start: int = 0, stop: int | None = None) -> list[Record]:
        """As that of TextFileReader."""
        return [_parsed(line) for line in self._lines.read_range(start, stop)]

    def seek(self, offset: int, origin: str = "start") -> int:
        """As that of TextFileReader; the rhythm begins anew."""
        self._waiting, self._shift = None, None
        return self._lines.seek(offset, origin)

    def close(self) -> None:
        self._lines.close()

    def _next(self) -> Record:
        line = self._lines.read()
        self.trouble = self._lines.trouble
        return _parsed(line)

    def _too_early(self, record: Record) -> bool:
        """Waits up to PATIENCE seconds for the time of the record."""
        recorded = self._time_of(record)
        if recorded is None:
            return False
        played = recorded / self.factor
        if self._shift is None:
            self._shift = time.monotonic() - played
        wait = played + self._shift - time.monotonic()
        if wait > 0:
            time.sleep(min(wait, PATIENCE))
        return wait > PATIENCE

    def _time_of(self, record: Record) -> float | None:
        if isinstance(record, DASRecord):
            return record.timestamp
        values = self._pattern.parse(record)
        if values is None or "timestamp" not in values:
            self.tally.add("no time in the line", record)
            return None
        return values["timestamp"]


def _parsed(line: str | None) -> Record:
    if line and line[0] == "{":
        try:
            return DASRecord.from_json(line)
        except ValueError:
            return line
    return line
