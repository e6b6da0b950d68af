"""FileWriter: text or bytes into files by the clock of the host."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from logging_core.loggers.base.component import Record, Writer
from logging_core.loggers.files.appending import TORN, AppendedFile
from logging_core.loggers.files.splitting import Split


class FileWriter(Writer):
    """Appends to `filebase + date + suffix`, split by the time of writing; without filebase to standard output.

    `filename` is the older name of filebase, `split_by_time` means a file a day with `time_format` as its date.
    """

    local = True

    def __init__(
        self,
        filebase: str | None = None,
        filename: str | None = None,
        mode: str = "a",
        delimiter: str = "\n",
        flush: bool = True,
        split_by_time: bool = False,
        split_interval: str | None = None,
        header: str | None = None,
        header_file: str | None = None,
        time_format: str | None = None,
        date_format: str | None = None,
        suffix: str | None = None,
        time_zone: str = "UTC",
        create_path: bool = True,
    ) -> None:
        super().__init__()
        if mode.rstrip("b") not in ("a", "w"):
            raise ValueError(f'mode: expected "a" or "w", found "{mode}"')
        interval = "24H" if split_by_time and split_interval is None else split_interval
        self.filebase = filebase or filename
        self._split = Split.of(interval, date_format or time_format, time_zone)
        self._suffix = suffix or ""
        self._truncate = mode.startswith("w")
        self._delimiter = (delimiter or "").encode()
        self._create_path = create_path
        self._header, self._header_file = header, header_file
        self._file: AppendedFile | None = None

    def write(self, record: Record) -> None:
        for part in record if isinstance(record, list) else (record,):
            data = self.bytes_of(part)
            if data is not None:
                self._append(data + self._delimiter)

    def close(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            file.close()

    def _append(self, data: bytes) -> None:
        try:
            if self.filebase is None:
                sys.stdout.buffer.write(data)
                sys.stdout.buffer.flush()
            else:
                self._current(self.filebase).append(data)
            self.trouble = None
        except OSError as trouble:
            self.trouble = str(trouble)
            self.tally.add("line not written", trouble)
            self.close()

    def _current(self, filebase: str) -> AppendedFile:
        if self._file is not None and self._split.minutes == 0:
            return self._file
        path = Path(self._split.name(filebase, self._split.date_part(datetime.now(UTC)), self._suffix))
        if self._file is None or self._file.path != path:
            self.close()
            self._file = AppendedFile(
                path, self._header_bytes(), self._truncate, self._create_path, self._delimiter, self._mended
            )
            self._truncate = False
        return self._file

    def _mended(self) -> None:
        self.tally.add(TORN, self.filebase or "")

    def _header_bytes(self) -> bytes:
        text = self._header
        if text is None and self._header_file is not None:
            text = Path(self._header_file).read_text().rstrip("\n")
        return (text + "\n").encode() if text else b""
