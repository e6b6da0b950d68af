"""Files that lines are appended to, and that come back when they were moved away or their disk was full."""

import os
import stat
import time
from pathlib import Path

CHECK = 1.0  # seconds between two looks whether the file is still the one of its name


class AppendedFile:
    """Opens and makes its folder at the first write; a header is written into a new, empty file.

    A file that was rotated or deleted is opened anew within CHECK seconds. A write that fails half-way is taken
    back, so that no line is cut. Raises OSError.
    """

    def __init__(self, path: Path, header: bytes = b"", truncate: bool = False, create_path: bool = True) -> None:
        self.path = path
        self._header = header
        self._truncate = truncate
        self._create_path = create_path
        self._file: int | None = None
        self._key = (0, 0)
        self._checked = 0.0

    def append(self, data: bytes) -> None:
        file = self._ready()
        written = os.write(file, data)
        if written == len(data):
            return
        try:
            while written < len(data):
                written += os.write(file, data[written:])
        except OSError:
            os.ftruncate(file, max(0, os.fstat(file).st_size - written))
            raise

    def close(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            os.close(file)

    def _ready(self) -> int:
        now = time.monotonic()
        if self._file is not None and now - self._checked > CHECK:
            self._checked = now
            if self._was_replaced():
                self.close()
        return self._open() if self._file is None else self._file

    def _open(self) -> int:
        if self._create_path:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        # Without O_NONBLOCK a named pipe that nobody reads would block the logger.
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NONBLOCK
        file = os.open(self.path, flags | (os.O_TRUNC if self._truncate else 0), 0o644)
        self._truncate = False
        self._file = file
        self._checked = time.monotonic()
        found = os.fstat(file)
        self._key = (found.st_dev, found.st_ino)
        if self._header and stat.S_ISREG(found.st_mode) and found.st_size == 0:
            os.write(file, self._header)
        return file

    def _was_replaced(self) -> bool:
        try:
            found = self.path.stat()
        except OSError:
            return True
        return (found.st_dev, found.st_ino) != self._key
