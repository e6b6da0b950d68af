"""What a file holds, from the headers of its records alone."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

from qualitycontrol.archive import instants
from qualitycontrol.archive.formats.miniseed import Table, read_table
from qualitycontrol.archive.formats.miniseed.encodings import encoding_name, quality_letter
from qualitycontrol.archive.formats.miniseed.segments import Run, runs
from qualitycontrol.archive.formats.miniseed.table import Int
from qualitycontrol.archive.nslc import Nslc
from qualitycontrol.archive.structures import Name
from qualitycontrol.archive.sweep import period_ns

BLOCK = 1 << 25  # a day file is one block; files of months are read block by block, in constant memory


@dataclass(frozen=True)
class Segment:
    """One run of samples: [start_ns, end_ns) UTC, end = last sample + one period; `quality` D, R, Q or M."""

    nslc: Nslc
    start_ns: int
    end_ns: int
    rate_hz: float
    samples: int
    quality: str
    file: str = ""


@dataclass
class FileScan:
    """What was found in one file. `problem` says in words what is wrong with it, if anything.

    `others`: records without samples or of text. `first_ns`, `last_ns`: where its earliest and its latest record
    start; None without records. `latest`: where the last segment of each stream stands, while blocks are added.
    """

    file: str
    size: int = 0
    segments: list[Segment] = field(default_factory=list)
    records: int = 0
    others: int = 0
    skipped_bytes: int = 0
    record_lengths: set[int] = field(default_factory=set)
    encodings: set[str] = field(default_factory=set)
    first_ns: int | None = None
    last_ns: int | None = None
    unnamed: set[str] = field(default_factory=set)
    problem: str | None = None
    latest: dict[tuple[Nslc, str, float], int] = field(default_factory=dict, repr=False)

    def problems_beside(self, name: Name) -> list[str]:
        """What is wrong with the file, seen with what its name says."""
        problems = [self.problem] if self.problem else []
        if name.day is not None and self.starts_outside(name.day):
            problems.append("holds records of another day")
        strangers = sorted({str(segment.nslc) for segment in self.segments if segment.nslc != name.nslc})
        if name.nslc is not None and strangers:
            problems.append(f"holds records of {', '.join(strangers)}")
        return problems

    def starts_outside(self, day: date) -> bool:
        """Whether a record starts outside a UTC day. One that starts in it may end after it."""
        if self.first_ns is None or self.last_ns is None:
            return False
        begin = instants.start_of(day)
        return self.first_ns < begin or self.last_ns >= begin + instants.DAY


def scan_file(path: Path | str) -> FileScan:
    """Everything of the file; OSError when it cannot be read, and no other."""
    scan, rest = FileScan(str(path)), b""
    with Path(path).open("rb") as file:
        for block, at_end in _blocks(file):
            table = read_table(rest + block, at_end)
            _add_table(scan, table)
            rest = table.data[table.examined :]
    return _judged(scan)


def scan_data(data: bytes, name: str = "") -> FileScan:
    """The same of data in memory."""
    scan = FileScan(name)
    _add_table(scan, read_table(data))
    return _judged(scan)


def segments_of(table: Table, nslc: Nslc) -> list[Segment]:
    """The segments of one stream in data that was read."""
    return [
        Segment(nslc, run.start, run.end, run.rate, run.samples, quality_letter(run.version))
        for run in runs(table)
        if run.source_id == nslc.source_id
    ]


def _blocks(file: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """Blocks of the file, and whether it is the last one."""
    if os.fstat(file.fileno()).st_size <= BLOCK:
        yield file.read(), True
        return
    block = file.read(BLOCK)
    while following := file.read(BLOCK):
        yield block, False
        block = following
    yield block, True


def _add_table(scan: FileScan, table: Table) -> None:
    scan.size += table.examined
    scan.records += len(table)
    scan.others += len(table.others)
    scan.skipped_bytes += table.junk
    if not len(table):
        return
    scan.record_lengths |= _distinct(table.length)
    scan.encodings |= {encoding_name(code) for code in _distinct(table.encoding)}
    first, last = int(table.start.min()), int(table.start.max())
    scan.first_ns = first if scan.first_ns is None else min(scan.first_ns, first)
    scan.last_ns = last if scan.last_ns is None else max(scan.last_ns, last)
    for run in runs(table):
        _add_run(scan, run)


def _distinct(column: Int) -> set[int]:
    """Nearly always one value, and that is found quickly."""
    first = int(column[0])
    return {first} if (column == first).all() else set(column.tolist())


def _add_run(scan: FileScan, run: Run) -> None:
    try:
        nslc = Nslc.of_source_id(run.source_id)
    except ValueError:
        scan.unnamed.add(run.source_id)
        return
    segment = Segment(nslc, run.start, run.end, run.rate, run.samples, quality_letter(run.version), scan.file)
    key = (nslc, segment.quality, segment.rate_hz)
    place = scan.latest.get(key)
    if place is not None and _continues(segment, scan.segments[place]):
        before = scan.segments[place]
        joined = replace(before, end_ns=segment.end_ns, samples=before.samples + segment.samples)
        scan.segments[place] = joined
    else:
        scan.latest[key] = len(scan.segments)
        scan.segments.append(segment)


def _continues(segment: Segment, before: Segment) -> bool:
    """Two blocks of a file cut a segment in two; half a sample is the tolerance everywhere."""
    return 2 * abs(segment.start_ns - before.end_ns) <= period_ns(segment.rate_hz)


def _judged(scan: FileScan) -> FileScan:
    problems = []
    if not scan.size:
        problems.append("is empty")
    elif not scan.records and not scan.others:
        problems.append("holds no miniSEED record")
    elif scan.skipped_bytes:
        problems.append(f"{scan.skipped_bytes} bytes are no miniSEED record")
    problems += [f"records of {name!r}, which names no stream" for name in sorted(scan.unnamed)]
    scan.problem = "; ".join(problems) or None
    return scan
