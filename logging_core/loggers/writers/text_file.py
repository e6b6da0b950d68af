"""TextFileWriter: lines into one file, or to the standard output."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from logging_core.loggers.appending import AppendedFile
from logging_core.loggers.component import Record, Writer, as_text
from logging_core.loggers.framing import encoded


class TextFileWriter(Writer):
    """Appends text, and records as JSON. With `split_by_date` the file is `NAME-YYYY-MM-DD` of today, UTC.

    A header is written into a new file only. `flush` is accepted: every line is given to the system at once.
    """

    local = True

    def __init__(
        self,
        filename: str | None = None,
        flush: bool = True,
        truncate: bool = False,
        split_by_date: bool = False,
        create_path: bool = True,
        header: str | None = None,
        header_file: str | None = None,
    ) -> None:
        super().__init__()
        if split_by_date and not filename:
            raise ValueError("split_by_date: needs a filename")
        self.filename = filename
        self.truncate = truncate
        self.split_by_date = split_by_date
        self.create_path = create_path
        self.header = header
        self.header_file = header_file
        self._file: AppendedFile | None = None

    def write(self, record: Record) -> None:
        for part in record if isinstance(record, list) else (record,):
            text = as_text(part)
            if isinstance(text, str | bytes):
                self._append(encoded(text, self.encoding, self.encoding_errors) + b"\n")
            else:
                self.tally.add("not a type for TextFileWriter", part)

    def close(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            file.close()

    def _append(self, data: bytes) -> None:
        try:
            if self.filename is None:
                sys.stdout.buffer.write(data)
                sys.stdout.buffer.flush()
            else:
                self._current(self.filename).append(data)
            self.trouble = None
        except OSError as trouble:
            self.trouble = str(trouble)
            self.tally.add("line not written", trouble)
            self.close()

    def _current(self, filename: str) -> AppendedFile:
        name = f"{filename}-{datetime.now(UTC):%Y-%m-%d}" if self.split_by_date else filename
        if self._file is None or (self.split_by_date and self._file.path != Path(name)):
            self.close()
            self._file = AppendedFile(Path(name), self._header(), self.truncate, self.create_path)
            self.truncate = False
        return self._file

    def _header(self) -> bytes:
        text = self.header
        if text is None and self.header_file is not None:
            text = Path(self.header_file).read_text().rstrip("\n")
        return (text + "\n").encode() if text else b""
