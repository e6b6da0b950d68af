"""Gaps and overlaps of a folder, found without a database and without writing anything."""

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qualitycontrol.archive import instants
from qualitycontrol.archive.listing import Found, listing
from qualitycontrol.archive.nslc import Nslc
from qualitycontrol.archive.scanning import Segment, scan_file
from qualitycontrol.archive.structures import Layout
from qualitycontrol.archive.sweep import Coverage, sweep


@dataclass
class Report:
    """By stream what it has of [START, END). `unread` files or folders say nothing about their streams.

    A stream is reported when a file has its name or holds its records.
    """

    streams: dict[Nslc, Coverage] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    files: int = 0
    size: int = 0
    unread: int = 0

    def as_json(self) -> dict[str, Any]:
        named = [(str(nslc), coverage) for nslc, coverage in sorted(self.streams.items())]
        return {
            "gaps": {name: coverage.gaps for name, coverage in named},
            "overlaps": {name: coverage.overlaps for name, coverage in named},
            "percent": {name: coverage.percent for name, coverage in named},
        }


def report(root: Path, layout: Layout, start_ns: int, end_ns: int) -> Report:
    """Scan the files whose days touch [start_ns - 1 day, end_ns + 1 day). NoArchive: no root to be listed."""
    found, made = listing(root, layout), Report()
    made.problems += [f"{path}: {cause}" for path, cause in found.unlisted.items()]
    made.unread = len(found.unlisted)
    segments: dict[Nslc, list[Segment]] = defaultdict(list)
    for file in found.files:
        if file.name.nslc is not None:
            _ = segments[file.name.nslc]
        if touches(file, start_ns, end_ns):
            _scan(made, found.root, file, segments)
    made.streams = {nslc: sweep(pieces, start_ns, end_ns) for nslc, pieces in segments.items()}
    return made


def touches(file: Found, start_ns: int, end_ns: int) -> bool:
    """Whether a file may hold records of [start_ns, end_ns): by its day, with a day to spare on both sides."""
    day = file.name.day
    if day is None:
        return True
    begin = instants.start_of(day)
    return begin < end_ns + instants.DAY and begin + instants.DAY > start_ns - instants.DAY


def _scan(made: Report, root: Path, file: Found, segments: dict[Nslc, list[Segment]]) -> None:
    try:
        scan = scan_file(root / file.path)
    except OSError as problem:
        made.problems.append(f"{file.path}: {problem.strerror}")
        made.unread += 1
        return
    made.files += 1
    made.size += scan.size
    made.problems += [f"{file.path}: {problem}" for problem in scan.problems_beside(file.name)]
    for segment in scan.segments:
        segments[segment.nslc].append(segment)
