"""Checksums of day files: a file whose content changed while its size and time did not is damaged."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from qualitycontrol.archive.models import Archive, DataFile

DAMAGED = "its content is no longer that of its checksum"


@dataclass
class Verified:
    """Paths of damaged files, and of those not compared: unreadable, or changed since the last scan."""

    good: int = 0
    new: int = 0
    damaged: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


def verify(
    archive: Archive, *, store: bool = True, progress: Callable[[int], None] = lambda done: None
) -> Verified:
    """Read every known file whole. The first time its checksum is stored, later it is compared."""
    result = Verified()
    for done, file in enumerate(archive.files.iterator(), start=1):
        found = _checksum(Path(archive.root) / file.path, file)
        if found is None:
            result.skipped.append(file.path)
        elif not file.checksum:
            result.new += 1
            _note(file, store, checksum=found)
        elif found == file.checksum:
            result.good += 1
        else:
            result.damaged.append(file.path)
            _note(file, store, problem=DAMAGED)
        progress(done)
    return result


def _note(file: DataFile, store: bool, **values: str) -> None:
    """In its row, unless a scan or a merge changed that meanwhile."""
    if store:
        DataFile.objects.filter(pk=file.pk, size=file.size, mtime_ns=file.mtime_ns).update(**values)


def _checksum(path: Path, file: DataFile) -> str | None:
    """None when the file is not the one that was scanned, or cannot be read."""
    try:
        known = path.lstat()
        if (known.st_size, known.st_mtime_ns) != (file.size, file.mtime_ns):
            return None
        with path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        return None
