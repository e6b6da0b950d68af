"""Writing to a spool."""

import errno
import os
import threading
import time
from pathlib import Path

from logging_core.loggers.files.appending import to_disk
from logging_core.loggers.runtime.spool.frames import framed
from logging_core.loggers.runtime.spool.segments import identity, next_segment

LARGEST_SEGMENT = 8 * 1024 * 1024
RESERVE = 256 * 1024 * 1024  # bytes of the disk (a twentieth of a small one) that are left to the raw files
LOOK_EVERY = 1.0  # seconds between two looks at the free space


class SpoolWriter:
    """Appends for any thread; opens at the first frame, so that it may be made before a fork."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._file: int | None = None
        self._size = 0
        self._unsynced = False
        self._looked = 0.0

    def append(self, payload: bytes, records: int) -> None:
        """With the system when it returns; nothing of it is left when it raises OSError or TooLarge."""
        frame = framed(payload, records, time.time_ns() // 1000)
        with self._lock:
            self._write(self._ready(), frame)

    def sync(self) -> None:
        """To the disk itself. Raises OSError."""
        with self._lock:
            file = self._file
            unsynced, self._unsynced = self._unsynced, False
        if unsynced and file is not None:
            to_disk(file)

    def close(self) -> None:
        with self._lock:
            self._close()

    def _ready(self) -> int:
        self._check_space()
        if self._file is not None and self._size >= LARGEST_SEGMENT:
            self._close()
        return self._open() if self._file is None else self._file

    def _open(self) -> int:
        identity(self.folder)
        path = next_segment(self.folder).path
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._size = 0
        return self._file

    def _write(self, file: int, frame: bytes) -> None:
        written = 0
        try:
            while written < len(frame):
                written += os.write(file, frame[written:])
        except OSError:
            os.ftruncate(file, self._size)
            raise
        self._size += written
        self._unsynced = True

    def _check_space(self) -> None:
        now = time.monotonic()
        if now - self._looked < LOOK_EVERY:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        disk = os.statvfs(self.folder)
        if disk.f_bavail * disk.f_frsize < min(RESERVE, disk.f_blocks * disk.f_frsize // 20):
            raise OSError(errno.ENOSPC, "The disk is full; what is left is for the raw files", str(self.folder))
        self._looked = now

    def _close(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            to_disk(file)
            os.close(file)
