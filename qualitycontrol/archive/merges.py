"""Merges into a known archive: under the lock of the channel-day, with provenance, and undone when asked."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from logging_core.shared import clock
from logging_core.shared.announce import Actor, recorded
from logging_core.shared.errors import Conflict
from qualitycontrol.archive import indexing, merging, safe_files
from qualitycontrol.archive.formats.miniseed import read_table
from qualitycontrol.archive.formats.miniseed.samples import Style
from qualitycontrol.archive.listing import found
from qualitycontrol.archive.locking import day_lock
from qualitycontrol.archive.merging import DayMerge, Job
from qualitycontrol.archive.models import Archive, Provenance
from qualitycontrol.archive.nslc import Nslc
from qualitycontrol.archive.scanning import scan_file
from qualitycontrol.archive.spans import Span
from qualitycontrol.rules import check_operator

DEFAULT_STYLE = Style()


def merge_patch(
    *,
    actor: Actor,
    archive: Archive,
    nslc: Nslc,
    patch: bytes,
    allowed: list[Span],
    by: Any = None,
    style: Style = DEFAULT_STYLE,
    replace: bool = False,
    source: str = "",
    request: str = "",
) -> list[DayMerge]:
    """Fill what the archive misses of `allowed` with what the patch has; with `replace`, also what it has.

    `patch`: miniSEED as it came; records of other streams in it are not looked at. Returns the changed days.
    Raises safe_files.Refused with the reason when a day file may not be changed; days before it stay done. Not to
    be called within a transaction: a row must be stored before its file changes.
    """
    check_operator(by)
    job = Job(
        root=Path(archive.root),
        layout=archive.structure,
        nslc=nslc,
        patch=read_table(patch),
        allowed=allowed,
        style=style,
        replace=replace,
        free_floor=settings.ARCHIVE_FREE_FLOOR,
    )
    done, lock = [], day_lock(archive)
    for day in merging.days_of(job):
        with lock(nslc, day):
            settle(archive, nslc, day)
            ready = merging.prepare(job, day)
            if ready is not None:
                done.append(_carry_out(actor, archive, job, ready, source, request))
    return done


def _carry_out(actor: Actor, archive: Archive, job: Job, ready: DayMerge, source: str, request: str) -> DayMerge:
    merging.keep_old(job, ready)
    row = Provenance.objects.create(
        archive=archive,
        at=clock.now(),
        nslc=str(job.nslc),
        day=ready.day,
        path=ready.path.as_posix(),
        backup=ready.backup.as_posix() if ready.backup else "",
        filled=ready.filled,
        samples=ready.samples,
        old_checksum=ready.old_checksum,
        new_checksum=ready.new_checksum,
        source=source[:200],
        request=request[:100],
        actor=actor.name[:100],
        notes=ready.notes,
    )
    merging.swap(job, ready)
    _finish(actor, row, Provenance.DONE, "merge")
    return ready


def settle(archive: Archive, nslc: Nslc, day: date) -> None:
    """Find out from the file whether merges took place whose worker died. Under the lock of the day."""
    for row in archive.provenance.filter(nslc=str(nslc), day=day, state=Provenance.PREPARED):
        took_place = _checksum(row) == row.new_checksum
        actor = Actor(row.actor, via="task")
        _finish(actor, row, Provenance.DONE if took_place else Provenance.ABANDONED, "merge")


def undo(*, actor: Actor, by: Any, provenance: Provenance) -> None:
    """Put the day file back as it was before a merge. Conflict when it was changed again since."""
    check_operator(by)
    archive, nslc = provenance.archive, Nslc.parse(provenance.nslc)
    with day_lock(archive)(nslc, provenance.day):
        provenance.refresh_from_db()
        if provenance.state != Provenance.DONE or _checksum(provenance) != provenance.new_checksum:
            raise Conflict(f"{provenance.path} is no longer as that merge left it")
        backup = Path(provenance.backup) if provenance.backup else None
        if backup is not None and not (Path(archive.root) / backup).exists():
            raise Conflict(f"the backup {backup} was removed")
        safe_files.restore(Path(archive.root), Path(provenance.path), backup)
        _finish(actor, provenance, Provenance.UNDONE, "undo")


def empty_trash(archive: Archive) -> int:
    """Remove backups older than SEALOG_ARCHIVE_BACKUP_DAYS."""
    oldest = clock.now().date() - timedelta(days=settings.ARCHIVE_BACKUP_DAYS)
    return safe_files.empty_trash(Path(archive.root), oldest)


def _finish(actor: Actor, row: Provenance, state: str, verb: str) -> None:
    """The state, the index of the file and the journal, together."""
    with recorded(actor) as changes:
        row.state = state
        row.save(update_fields=["state"])
        if state == Provenance.ABANDONED:
            return
        _index(row.archive, Path(row.path))
        after = {"path": row.path, "filled": row.filled, "samples": row.samples, "source": row.source}
        changes.add("archive", verb, row.archive.id, after=after, quiet=True)


def _index(archive: Archive, relative: Path) -> None:
    root = Path(archive.root)
    file = found(root, relative, archive.structure)
    if file is None:
        archive.files.filter(path=relative.as_posix()).delete()
    else:
        indexing.store(archive, [indexing.Read(file, scan_file(root / relative))])


def _checksum(row: Provenance) -> str:
    try:
        return safe_files.checksum((Path(row.archive.root) / row.path).read_bytes())
    except FileNotFoundError:
        return ""
