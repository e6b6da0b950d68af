"""Log lines of loggers and of the supervisor: to a file of each, and through a spool to the database."""

import contextlib
import sys
import time
from pathlib import Path

from logging_core.loggers.files.appending import AppendedFile
from logging_core.loggers.runtime.places import Places
from logging_core.loggers.runtime.spool import payloads
from logging_core.loggers.runtime.spool.writing import SpoolWriter
from logging_core.loggers.runtime.text import clean, iso

SUPERVISOR = "supervisor"
INFO, WARNING, ERROR = 20, 30, 40
LEVELS = {10: "DEBUG", 20: "INFO", 30: "WARNING", 40: "ERROR", 50: "CRITICAL"}
LARGEST, FILES = 1_000_000, 10  # bytes of a log file, and how many are kept
BURST, PER_SECOND = 200, 20  # lines of one source


class LogBook:
    """Keeps lines wherever it can: a full disk must not stop the supervisor."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._spool = SpoolWriter(places.log_spool)
        self._files: dict[str, RotatedFile] = {}
        self._allowances: dict[str, Allowance] = {}

    def say(self, text: str, level: int = INFO) -> None:
        """Of the supervisor itself; also to standard error, where whoever started it sees it."""
        self.write(SUPERVISOR, level, text)
        with contextlib.suppress(OSError):
            sys.stderr.write(f"{clean(text)}\n")
            sys.stderr.flush()

    def write(self, source: str, level: int, text: str) -> None:
        allowance = self._allowances.setdefault(source, Allowance())
        if not allowance.has_one():
            return
        if missed := allowance.missed_before():
            self._keep(source, WARNING, f"{missed} lines were left out here: there were too many")
        self._keep(source, level, text)

    def _keep(self, source: str, level: int, text: str) -> None:
        at, text = time.time(), clean(text)
        file = self._files.setdefault(source, RotatedFile(self._places.log(source)))
        with contextlib.suppress(OSError):
            file.append(f"{iso(at)} {LEVELS.get(level, level)} {text}\n".encode())
        with contextlib.suppress(OSError):
            self._spool.append(payloads.of_lines([(at, source, level, text)]), 1)


class RotatedFile:
    """`NAME.log`, and the older ones as `NAME.log.1` to `NAME.log.9`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = AppendedFile(path)
        self._size = path.stat().st_size if path.exists() else 0

    def append(self, line: bytes) -> None:
        if self._size + len(line) > LARGEST:
            self._rotate()
        self._file.append(line)
        self._size += len(line)

    def _rotate(self) -> None:
        self._file.close()
        for number in range(FILES - 1, 0, -1):
            older = self._path if number == 1 else self._numbered(number - 1)
            with contextlib.suppress(FileNotFoundError):
                older.replace(self._numbered(number))
        self._size = 0

    def _numbered(self, number: int) -> Path:
        return self._path.with_name(f"{self._path.name}.{number}")


class Allowance:
    """So many lines at once and so many a second, that a logger gone wild does not fill disk and database."""

    def __init__(self) -> None:
        self._left = float(BURST)
        self._at = time.monotonic()
        self._missed = 0

    def has_one(self) -> bool:
        now = time.monotonic()
        self._left = min(BURST, self._left + (now - self._at) * PER_SECOND)
        self._at = now
        if self._left < 1:
            self._missed += 1
            return False
        self._left -= 1
        return True

    def missed_before(self) -> int:
        missed, self._missed = self._missed, 0
        return missed
