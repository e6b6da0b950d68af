"""Whether a disk is nearly full."""

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

NEARLY_FULL = 90  # percent


def used_percent(folder: Path) -> float:
    """As `df` counts it for people who are not root. Raises OSError."""
    disk = os.statvfs(folder)
    used = disk.f_blocks - disk.f_bfree
    return 100 * used / max(1, used + disk.f_bavail)


def alarm(folders: Iterable[Path]) -> str | None:
    """The fullest disk in words when it is at NEARLY_FULL percent or more."""
    found: list[tuple[float, Path]] = []
    for folder in folders:
        with contextlib.suppress(OSError):
            found.append((used_percent(folder), folder))
    percent, folder = max(found, default=(0.0, Path()))
    return f"the disk of {folder} is {percent:.0f} % full" if percent >= NEARLY_FULL else None
