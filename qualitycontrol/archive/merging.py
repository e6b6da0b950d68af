"""A patch into an archive: only what is missing, day by day, all or nothing for each day file.

Each day is worked on under its lock: what the archive holds is read again, the new file is written beside the old
one, read back and checked, the old one is kept in the trash, and one rename makes the change. A worker killed at
any step leaves the old file or the new one, and the same merge done again ends the same.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from operator import itemgetter
from pathlib import Path

from qualitycontrol.archive import instants, safe_files, spans
from qualitycontrol.archive.accepting import accept
from qualitycontrol.archive.formats.miniseed import Table, read_table
from qualitycontrol.archive.formats.miniseed.samples import Style, all_readable
from qualitycontrol.archive.merge_notes import differing_samples, grid_notes, main_rate, same_rate
from qualitycontrol.archive.nslc import Nslc
from qualitycontrol.archive.placing import Placed, place
from qualitycontrol.archive.remaining import Records, all_records, as_records, without_replaced
from qualitycontrol.archive.scanning import Segment, segments_of
from qualitycontrol.archive.spans import Span
from qualitycontrol.archive.structures import Layout
from qualitycontrol.archive.sweep import sweep

Lock = Callable[[Nslc, date], AbstractContextManager[object]]


@dataclass(frozen=True)
class Job:
    """Where the patch goes and how. `allowed`: the times it may fill; `replace`: also where there is data."""

    root: Path
    layout: Layout
    nslc: Nslc
    patch: Table
    allowed: list[Span]
    style: Style = field(default_factory=Style)
    replace: bool = False
    free_floor: int = 0

    @cached_property
    def rows(self) -> list[int]:
        return self.patch.rows_of(self.nslc.source_id).tolist()


@dataclass
class DayMerge:
    """What was done with one day file, or is ready to be done.

    `path` and `backup` are relative to the root; `filled`: times that have data now; `rejected`: records of the
    patch that were not taken, by reason; `notes`: what an operator should know.
    """

    path: Path
    day: date
    filled: list[Span]
    samples: int
    kept_records: int
    new_records: int
    old_checksum: str
    new_checksum: str
    rejected: Counter[str]
    notes: list[str] = field(default_factory=list)
    backup: Path | None = None


def merge(job: Job, lock: Lock) -> list[DayMerge]:
    """Every day the patch can do something for. When one is refused, the days before it stay done."""
    done = []
    for day in days_of(job):
        with lock(job.nslc, day):
            prepared = prepare(job, day)
            if prepared is not None:
                keep_old(job, prepared)
                swap(job, prepared)
                done.append(prepared)
    return done


def days_of(job: Job) -> list[date]:
    """The days in which the patch has data that may be taken."""
    rows = job.rows
    covered = zip(job.patch.start[rows].tolist(), job.patch.end[rows].tolist(), strict=True)
    spans_of_days = [instants.days(*span) for span in spans.common(covered, job.allowed)]
    return sorted({day for some in spans_of_days for day in some})


def prepare(job: Job, day: date) -> DayMerge | None:
    """Write the new day file beside the old one and check it; None when nothing is missing that the patch has.

    Call it, `keep_old` and `swap` under the lock of the day.
    """
    relative = job.layout.path(job.nslc, day)
    path = safe_files.checked(job.root, relative)
    old = _read(path)
    beside = _beside(job, day)
    before = segments_of(old, job.nslc) + beside
    placed = _placed(job, day, before)
    if not placed.filled:
        return None
    kept, added = _new_records(job, old, placed)
    new = _written(job, path, kept + added)
    after = segments_of(new, job.nslc) + beside
    stays = [record for _, record in kept]
    accept(new, stays, nslc=job.nslc, day=day, before=before, after=after, replaced=job.replace)
    return DayMerge(
        path=relative,
        day=day,
        filled=placed.filled,
        samples=placed.samples,
        kept_records=len(kept),
        new_records=len(added),
        old_checksum=safe_files.checksum(old.data) if path.exists() else "",
        new_checksum=safe_files.checksum(new.data),
        rejected=placed.rejected,
        notes=list(_notes(job, placed, old, before)),
    )


def keep_old(job: Job, ready: DayMerge) -> None:
    """The old file gets a second name in the trash."""
    if safe_files.checked(job.root, ready.path).exists():
        ready.backup = safe_files.back_up(job.root, ready.path)


def swap(job: Job, ready: DayMerge) -> None:
    """The new file takes the place of the old one."""
    path = safe_files.checked(job.root, ready.path)
    safe_files.replace(safe_files.draft_of(path), path)


def _new_records(job: Job, old: Table, placed: Placed) -> tuple[Records, Records]:
    """Records of the old file that stay byte for byte, and those that come."""
    fresh = placed.records + as_records(job.nslc, placed.parts, job.style)
    if not job.replace:
        return all_records(old), fresh
    kept, rests = without_replaced(old, job.nslc, placed.filled)
    return kept, fresh + rests


def _written(job: Job, path: Path, records: Records) -> Table:
    """The records in order of time, on disk beside the file, read back from there."""
    data = b"".join(record for _, record in sorted(records, key=itemgetter(0)))
    safe_files.check_space(job.root, len(data), job.free_floor)
    return _read(safe_files.write_draft(path, data))


def _read(path: Path) -> Table:
    try:
        return read_table(path.read_bytes())
    except FileNotFoundError:
        return read_table(b"")


def _beside(job: Job, day: date) -> list[Segment]:
    """Segments of the stream in the files of the day before and after: records run over midnight."""
    start = instants.start_of(day)
    paths = [job.root / job.layout.path(job.nslc, instants.day_of(start + step)) for step in (-1, instants.DAY)]
    return [segment for path in paths for segment in segments_of(_read(path), job.nslc)]


def _placed(job: Job, day: date, held: list[Segment]) -> Placed:
    start = instants.start_of(day)
    window = (start - instants.DAY, start + 2 * instants.DAY)
    missing = [window] if job.replace else sweep(held, *window).gaps
    rate = main_rate(held)
    rows = [row for row in job.rows if job.patch.end[row] > start and job.patch.start[row] < start + instants.DAY]
    return place(
        job.patch,
        rows,
        spans.common(missing, job.allowed),
        (start, start + instants.DAY),
        job.style,
        strict=rate is not None and any(not same_rate(rate, job.patch.rate[row]) for row in rows),
        trusted=all_readable(b"".join(job.patch.record(row) for row in rows)),
    )


def _notes(job: Job, placed: Placed, old: Table, held: list[Segment]) -> Iterator[str]:
    if count := differing_samples(old, job.patch, job.nslc):
        yield f"{count} samples differ between the archive and the patch"
    if old.junk:
        yield f"{old.junk} bytes that were no record are in the backup only"
    yield from grid_notes(placed.filled, held, set(job.patch.rate[job.rows].tolist()))
