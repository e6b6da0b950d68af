"""Only one `up` on one data folder."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from sealog.embedded.trouble import CannotStart


@contextlib.contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Hold the lock file while inside. The kernel lets go of it when the process ends, however it ends.

    Raises CannotStart.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _take(descriptor, path)
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _take(descriptor: int, path: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        other = os.pread(descriptor, 20, 0).decode() or "unknown"
        raise CannotStart(
            f"Sealog already runs on the data folder {path.parent.parent} (process {other})."
            " Stop that one first, or name another folder in SEALOG_DATA_DIR."
        ) from None
