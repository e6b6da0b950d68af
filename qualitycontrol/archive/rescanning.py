"""The incremental scan: the new and changed is read, the gone is forgotten, the unreadable stays as it was known.

Work is stored in batches, each in one transaction, so that a scan killed at any moment is resumed by the next one
and ends the same.
"""

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from logging_core.shared import clock
from qualitycontrol.archive import indexing
from qualitycontrol.archive.indexing import Read
from qualitycontrol.archive.listing import Found, Listing, NoArchive, listing
from qualitycontrol.archive.models import Archive, Scan
from qualitycontrol.archive.report import touches
from qualitycontrol.archive.scanning import scan_file

BATCH = 100
TOLD = 20  # causes that are written out
Progress = Callable[[int, int], None]
Wanted = Callable[[Found], bool]


class Lost(Exception):
    """The folder is there but empty, while files are known: more likely an unmounted disk than a wish."""


def nobody(done: int, total: int) -> None:
    """Progress that is not watched."""


def wanted_between(start_ns: int | None, end_ns: int | None, nslcs: set[str] | None) -> Wanted:
    """Which files a scan looks at: those that by their names may hold these times and streams."""

    def wanted(file: Found) -> bool:
        named = nslcs is None or file.name.nslc is None or str(file.name.nslc) in nslcs
        return named and (start_ns is None or end_ns is None or touches(file, start_ns, end_ns))

    return wanted


def scan(archive: Archive, wanted: Wanted, progress: Progress = nobody) -> Scan:
    """Bring the tables to what the folder holds, as far as it is wanted. Under the lock of the archive's scans."""
    archive.scans.filter(state=Scan.RUNNING).update(state=Scan.FAILED, cause="was stopped before its end")
    row = Scan.objects.create(archive=archive, started_at=clock.now())
    try:
        _scan(archive, row, wanted, progress)
    except (NoArchive, Lost) as problem:
        row.state, row.cause = Scan.FAILED, str(problem)
    row.finished_at = clock.now()
    row.save()
    return row


def _scan(archive: Archive, row: Scan, wanted: Wanted, progress: Progress) -> None:
    found = listing(Path(archive.root), archive.structure)
    known = {path: (size, mtime) for path, size, mtime in archive.files.values_list("path", "size", "mtime_ns")}
    if known and not found.files and not found.unlisted:
        raise Lost(f"{archive.root} is empty, but {len(known)} files are known; is it mounted?")
    troubles = [f"{path}: {cause}" for path, cause in found.unlisted.items()]
    changed = [file for file in found.files if known.get(file.path) != (file.size, file.mtime_ns) and wanted(file)]
    row.files, row.gone = len(found.files), _forget(archive, found, known)
    for read in _read_all(archive, found.root, changed, progress):
        row.read += 1
        if read.scan is None:
            troubles.append(f"{read.file.path}: {read.trouble}")
    row.unread = len(troubles)
    row.state = Scan.PARTIAL if troubles else Scan.DONE
    row.cause = "\n".join(troubles[:TOLD])


def _forget(archive: Archive, found: Listing, known: dict[str, tuple[int, int]]) -> int:
    """Files that were there and are not. Those in folders that could not be listed are not known to be gone."""
    there = {file.path for file in found.files}
    gone = [path for path in known.keys() - there if found.knows(path)]
    archive.files.filter(path__in=gone).delete()
    return len(gone)


def _read_all(archive: Archive, root: Path, files: list[Found], progress: Progress) -> Iterator[Read]:
    waiting, done = iter(files), 0
    progress(0, len(files))
    while batch := [_read(root, file) for file in islice(waiting, BATCH)]:
        indexing.store(archive, [read for read in batch if read.scan])
        for read in batch:
            if read.scan is None:
                indexing.store_trouble(archive, read)
        done += len(batch)
        progress(done, len(files))
        yield from batch


def _read(root: Path, file: Found) -> Read:
    """Size and time of change are those from before the reading, so that a change meanwhile is seen next time."""
    try:
        return Read(file, scan_file(root / file.path))
    except OSError as problem:
        return Read(file, trouble=str(problem.strerror))
