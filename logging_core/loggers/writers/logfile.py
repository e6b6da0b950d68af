"""LogfileWriter: records into files by the date in the record."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from logging_core.loggers.base.component import Record, Writer, as_text
from logging_core.loggers.base.expressions import compiled
from logging_core.loggers.base.framing import encoded
from logging_core.loggers.files.appending import TORN, AppendedFile
from logging_core.loggers.files.splitting import DAILY, Split
from logging_core.loggers.parsing.records import DASRecord
from logging_core.loggers.parsing.timestamps import TIME_FORMAT

Choice = tuple[re.Pattern[str] | None, str]  # an expression, and its key in the mappings
MOST_OPEN = 8  # files kept open for each base


class LogfileWriter(Writer):
    """Appends each line to `filebase + date + suffix`, the date taken from the line itself.

    A line begins with its time in `time_format` up to `split_char`; a DASRecord or mapping has a timestamp and is
    written as JSON. A line without a time is counted and dropped. `filebase` may map expressions to bases: a line
    goes to every base whose expression is found in it; `suffix`, `header` and `header_file` may be mappings with
    the same keys. Files are flushed to the system line by line.
    """

    local = True

    def __init__(
        self,
        filebase: str | dict,
        delimiter: str = "\n",
        flush: bool = True,
        split_interval: str | None = "24H",
        header: str | dict | None = None,
        header_file: str | dict | None = None,
        time_format: str = TIME_FORMAT,
        date_format: str | None = DAILY,
        time_zone: str = "UTC",
        suffix: str | dict | None = None,
        split_char: str = " ",
    ) -> None:
        super().__init__()
        self._bases = filebase if isinstance(filebase, dict) else {"": filebase}
        self._choices: list[Choice] = [
            (compiled(str(key), "filebase") if isinstance(filebase, dict) else None, key) for key in self._bases
        ]
        self._delimiter = delimiter
        self._split = Split.of(split_interval, date_format, time_zone)
        self._header, self._header_file, self._suffix = header, header_file, suffix
        self._time_format = time_format
        self._split_char = split_char
        self._files: dict[tuple[str, str], AppendedFile] = {}
        self._minute, self._date = "", ""

    def write(self, record: Record) -> None:
        if isinstance(record, list):
            for part in record:
                self.write(part)
            return
        try:
            date = self._date_of(record)
        except (ValueError, TypeError, OverflowError, KeyError):
            self.tally.add("no time in the line", record)
            return
        text = as_text(record)
        keys = [key for expression, key in self._choices if expression is None or expression.search(text)]
        if not keys:
            self.tally.add("no filebase fits", text)
        for key in keys:
            self._append(key, date, encoded(text + self._delimiter, self.encoding, self.encoding_errors))

    def close(self) -> None:
        for file in self._files.values():
            file.close()
        self._files.clear()

    def _date_of(self, record: Record) -> str:
        """Raises ValueError, TypeError, OverflowError or KeyError for a record without a time."""
        if isinstance(record, str):
            return self._date_of_text(record.partition(self._split_char)[0])
        seconds = record.timestamp if isinstance(record, DASRecord) else record["timestamp"]
        return self._split.date_part(datetime.fromtimestamp(seconds, UTC))

    def _date_of_text(self, text: str) -> str:
        if self._time_format == TIME_FORMAT and len(text) == 27 and text[26] == "Z" and text[19] == ".":
            return self._date_of_minute(text[:16], datetime.fromisoformat(text))
        moment = datetime.strptime(text, self._time_format)  # noqa: DTZ007 - the zone is set in the next line
        return self._split.date_part(moment if moment.tzinfo else moment.replace(tzinfo=UTC))

    def _date_of_minute(self, minute: str, moment: datetime) -> str:
        """All moments of a minute have one file; lines of one minute come together."""
        if minute != self._minute:
            self._minute, self._date = minute, self._split.date_part(moment)
        return self._date

    def _append(self, key: Any, date: str, data: bytes) -> None:
        file = self._files.get((key, date))
        try:
            if file is None:
                file = self._file(key, date)
            file.append(data)
            self.trouble = None
        except OSError as trouble:
            self.trouble = str(trouble)
            self.tally.add("line not written", trouble)
            if file is not None:
                file.close()

    def _file(self, key: Any, date: str) -> AppendedFile:
        while len(self._files) >= MOST_OPEN * len(self._choices):
            self._files.pop(next(iter(self._files))).close()
        name = self._split.name(self._bases[key], date, str(_of(self._suffix, key) or ""))
        end = b"" if self.encoding == "hex" else encoded(self._delimiter, self.encoding, self.encoding_errors)
        file = AppendedFile(Path(name), self._header_of(key), end=end, mended=lambda: self.tally.add(TORN, name))
        self._files[key, date] = file
        return file

    def _header_of(self, key: Any) -> bytes:
        text = _of(self._header, key)
        if text is None and (path := _of(self._header_file, key)) is not None:
            text = Path(path).read_text().rstrip("\n")
        return (text + "\n").encode() if text else b""


def _of(value: Any, key: Any) -> Any:
    return value.get(key) if isinstance(value, dict) else value
