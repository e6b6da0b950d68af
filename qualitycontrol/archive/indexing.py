"""What was found in a file, into the tables: its row and its segments, together."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from qualitycontrol.archive.listing import Found
from qualitycontrol.archive.models import Archive, DataFile, Segment
from qualitycontrol.archive.scanning import FileScan

COLUMNS = (
    "nslc",
    "day",
    "size",
    "mtime_ns",
    "state",
    "problem",
    "records",
    "skipped_bytes",
    "record_lengths",
    "encodings",
    "checksum",
)


@dataclass(frozen=True)
class Read:
    """A file and what its records say, or why it could not be read."""

    file: Found
    scan: FileScan | None = None
    trouble: str = ""


def store(archive: Archive, files: Iterable[Read]) -> None:
    """One transaction: readers see each file as it was or as it is. Doing it again changes nothing."""
    files = list(files)
    with transaction.atomic():
        rows = {row.path: row for row in _upserted(archive, [_row(archive, read) for read in files])}
        Segment.objects.filter(file__in=rows.values()).delete()
        Segment.objects.bulk_create(
            [
                segment
                for read in files
                if read.scan
                for segment in _segments(archive, rows[read.file.path], read.scan)
            ],
            batch_size=5000,
        )


def store_trouble(archive: Archive, read: Read) -> None:
    """A file that could not be read: what was known of it stays, so that no gap is invented."""
    known = archive.files.filter(path=read.file.path)
    if not known.update(state=DataFile.UNREADABLE, problem=read.trouble):
        row = _row(archive, read)
        row.size, row.mtime_ns = 0, 0  # so that it is tried again
        _upserted(archive, [row])


def _upserted(archive: Archive, rows: list[DataFile]) -> list[DataFile]:
    """The row of a file is locked from here to the end of the transaction."""
    rows.sort(key=lambda row: row.path)
    return DataFile.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["archive", "path"], update_fields=COLUMNS
    )


def _row(archive: Archive, read: Read) -> DataFile:
    file = read.file
    row = DataFile(
        archive=archive,
        path=file.path,
        nslc=str(file.name.nslc or ""),
        day=file.name.day,
        size=file.size,
        mtime_ns=file.mtime_ns,
        state=DataFile.UNREADABLE,
        problem=read.trouble,
    )
    if read.scan is not None:
        _describe(row, read.scan, read.scan.problems_beside(file.name))
    return row


def _describe(row: DataFile, scan: FileScan, problems: list[str]) -> None:
    strange = any(problem.startswith("holds records of") for problem in problems)
    nothing = not scan.records and not scan.others
    row.state = DataFile.UNREADABLE if nothing else DataFile.MISPLACED if strange else DataFile.OK
    row.problem = "; ".join(problems)
    row.records = scan.records
    row.skipped_bytes = scan.skipped_bytes
    row.record_lengths = sorted(scan.record_lengths)
    row.encodings = sorted(scan.encodings)


def _segments(archive: Archive, file: DataFile, scan: FileScan) -> list[Segment]:
    return [
        Segment(
            archive=archive,
            file=file,
            nslc=str(segment.nslc),
            start_ns=segment.start_ns,
            end_ns=segment.end_ns,
            rate_hz=segment.rate_hz,
            samples=segment.samples,
            quality=segment.quality,
        )
        for segment in scan.segments
    ]
