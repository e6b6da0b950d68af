"""TextFileReader: lines of files."""

import contextlib
import glob
import itertools
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from logging_core.loggers.base.component import PATIENCE, EndOfInput, Reader, Record
from logging_core.loggers.base.framing import unescape


class TextFileReader(Reader):
    """Lines of all files of a wildcard, sorted by name, or of the standard input; a blank line is an empty text.

    With `tail` it stays at the end of the last file and waits for more, with `refresh_file_spec` it also looks for
    new files there. `interval` is the time between two lines in seconds. Ends at the end of the last file; while
    there is none at all it waits for one.
    """

    waits = True

    def __init__(
        self,
        file_spec: str | None = None,
        tail: bool = False,
        refresh_file_spec: bool = False,
        retry_interval: float = 0.1,
        interval: float = 0,
        eol: str | None = None,
    ) -> None:
        super().__init__()
        self.file_spec = file_spec
        self.tail = tail
        self.refresh_file_spec = refresh_file_spec
        self.retry_interval = retry_interval
        self.interval = interval
        self.eol = unescape(eol) if eol else None
        self._file: IO[str] | None = None
        self._seen: set[str] = set()
        self._part = ""
        self._due = 0.0
        self.position = 0  # number of the next record

    def read(self) -> Record:
        if self.interval and not self._is_due():
            return None
        line = self._line()
        if line is not None:
            self.position += 1
            self._due = time.monotonic() + self.interval if self.interval else 0.0
        return line

    def read_range(self, start: int = 0, stop: int | None = None) -> list[str]:
        """Records `start` to before `stop` of all files together, counted from 0; reading goes on where it was."""
        return list(itertools.islice(self._all_there_is(), start, stop))

    def seek(self, offset: int, origin: str = "start") -> int:
        """Goes to a record, counted from `start`, `current` or `end`; the number of the next one that is read.

        It reads over what lies before, since lines differ in length. Raises ValueError.
        """
        total = sum(1 for _ in self._all_there_is())
        bases = {"start": 0, "current": self.position, "end": total}
        if origin not in bases:
            raise ValueError(f"origin: expected one of {', '.join(bases)}, found {origin!r}")
        self._rewind()
        wanted = min(max(0, bases[origin] + offset), total)
        while self.position < wanted:
            self.position += self._line() is not None
        return wanted

    def close(self) -> None:
        file, self._file = self._file, None
        if file is not None and file is not sys.stdin:
            file.close()

    def _all_there_is(self) -> Iterator[str]:
        """Every record of the files as they are now. Raises ValueError for the standard input."""
        if self.file_spec is None:
            raise ValueError("the standard input can be read once only")
        other = TextFileReader(self.file_spec, eol=self.eol)
        other.encoding, other.encoding_errors = self.encoding, self.encoding_errors
        with contextlib.suppress(EndOfInput):
            while other.trouble is None:
                line = other.read()
                if line is not None:
                    yield line

    def _rewind(self) -> None:
        self.close()
        self._seen.clear()
        self._part = ""
        self.position = 0

    def _is_due(self) -> bool:
        wait = self._due - time.monotonic()
        if wait > 0:
            time.sleep(min(wait, PATIENCE))
        return wait <= PATIENCE

    def _line(self) -> str | None:
        if self._file is None and not self._next_file():
            return self._at_the_end()
        assert self._file is not None  # noqa: S101 - for the type checker
        text = self._piece(self._file)
        if text.endswith(self.eol or "\n"):
            text = self._part + text[: -len(self.eol or "\n")]
            self._part = ""
            return text
        self._part += text
        return None if text else self._after_the_last_line()

    def _piece(self, file: IO[str]) -> str:
        """Text to the end mark or to the end of what is there."""
        if self.eol is None:
            return file.readline()
        pieces: list[str] = []
        while letter := file.read(1):
            pieces.append(letter)
            if letter == self.eol[-1] and "".join(pieces[-len(self.eol) :]) == self.eol:
                break
        return "".join(pieces)

    def _after_the_last_line(self) -> str | None:
        more = (not self.tail or self.refresh_file_spec) and self._next_file()
        rest, waiting = self._part, self.tail or self.refresh_file_spec
        if rest and (more or not waiting):
            self._part = ""
            return rest
        return None if more else self._at_the_end()

    def _at_the_end(self) -> str | None:
        if self._seen and not (self.tail or self.refresh_file_spec):
            raise EndOfInput
        if self._file is None:  # waited for: to end at once would look like success
            self.trouble = f"no file matches {self.file_spec}"
        time.sleep(min(self.retry_interval, PATIENCE))
        return None

    def _next_file(self) -> bool:
        """Opens the next file by name; False when there is none."""
        if self.file_spec is None:
            return self._open_standard_input()
        for name in sorted(glob.glob(self.file_spec)):  # noqa: PTH207 - the wildcard may be absolute
            if name not in self._seen and Path(name).is_file():
                self._seen.add(name)
                try:
                    opened = self._opened(name)
                except OSError as trouble:
                    self.tally.add("cannot be opened", trouble)
                    continue
                self.close()
                self._file, self.trouble = opened, None
                return True
        return False

    def _open_standard_input(self) -> bool:
        first = self._file is None and not self._seen
        if first:
            self._seen.add("-")
            self._file = sys.stdin
        return first

    def _opened(self, name: str) -> IO[str]:
        newline = None if self.eol is None else ""
        encoding = self.encoding if self.encoding not in (None, "hex") else "latin-1"
        return Path(name).open(encoding=encoding, errors=self.encoding_errors, newline=newline)
