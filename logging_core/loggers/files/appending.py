"""Files that lines are appended to, and that come back when they were moved away or their disk was full."""

import errno
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path
from weakref import WeakSet

TORN = "line of an earlier run without its end"
CHECK = 1.0  # seconds between two looks whether the file is still the one of its name


class AppendedFile:
    """Opens and makes its folder at the first write; a header is written into a new, empty file.

    A file that was rotated or deleted is opened anew within CHECK seconds. A write that fails half-way is taken
    back, so that no line is cut. With `end`, what records end with, a record that an earlier run was killed over
    is ended before the next one is written, and `mended` is called. Raises OSError.
    """

    def __init__(
        self,
        path: Path,
        header: bytes = b"",
        truncate: bool = False,
        create_path: bool = True,
        end: bytes = b"",
        mended: Callable[[], None] = lambda: None,
    ) -> None:
        self.path = path
        self._header = header
        self._truncate = truncate
        self._create_path = create_path
        self._end, self._mended = end, mended
        self._file: int | None = None
        self._key, self._mode = (0, 0), 0
        self._checked = 0.0
        self._unsynced = False
        self.used = False
        _files.add(self)

    def append(self, data: bytes) -> None:
        file = self._ready()
        written = os.write(file, data)
        self._unsynced = True
        if written == len(data):
            return
        try:
            while written < len(data):
                written += os.write(file, data[written:])
        except OSError:
            os.ftruncate(file, max(0, os.fstat(file).st_size - written))
            raise

    def sync(self) -> None:
        """To the disk itself; from any thread. Raises OSError."""
        file, unsynced, self._unsynced = self._file, self._unsynced, False
        if unsynced and file is not None and stat.S_ISREG(self._mode):
            to_disk(file)

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
        self.used = True
        if self._create_path:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        # Without O_NONBLOCK a named pipe that nobody reads would block the logger.
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NONBLOCK
        file = os.open(self.path, flags | (os.O_TRUNC if self._truncate else 0), 0o644)
        self._truncate = False
        self._file = file
        self._checked = time.monotonic()
        found = os.fstat(file)
        self._key, self._mode = (found.st_dev, found.st_ino), found.st_mode
        if stat.S_ISREG(found.st_mode):
            self._begin(file, found.st_size)
        return file

    def _begin(self, file: int, size: int) -> None:
        if size == 0:
            os.write(file, self._header)
        elif self._end and not self._is_ended():
            os.write(file, self._end)
            self._mended()

    def _is_ended(self) -> bool:
        with self.path.open("rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - len(self._end)))
            return file.read().endswith((self._end, b"\n"))

    def _was_replaced(self) -> bool:
        try:
            found = self.path.stat()
        except OSError:
            return True
        return (found.st_dev, found.st_ino) != self._key


def to_disk(file: int) -> None:
    """What was written to it; nothing when another thread has closed it meanwhile. Raises OSError."""
    try:
        os.fdatasync(file)
    except OSError as trouble:
        if trouble.errno != errno.EBADF:
            raise


_files: WeakSet[AppendedFile] = WeakSet()
os.register_at_fork(after_in_child=_files.clear)  # those of a parent are its own


def sync_all() -> None:
    """Every file of this process to the disk. Raises the last OSError, after trying all."""
    failed: OSError | None = None
    for file in list(_files):
        try:
            file.sync()
        except OSError as trouble:
            failed = trouble
    if failed is not None:
        raise failed


def folders() -> set[Path]:
    """Folders of the files that are being written, or should be."""
    return {file.path.parent for file in list(_files) if file.used}
