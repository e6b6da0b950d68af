"""What of a patch goes where: only what is missing, each sample once, whole records where they fit.

A sample at time t belongs to a missing interval [a, b) when a - half a sample <= t < b - half a sample: then
neither a gap nor an overlap is left at its edges by the one rule (`sweep.py`), whatever the grid. Of a patch with
another rate than the archive only what lies wholly inside is taken.
"""

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field

from qualitycontrol.archive import grid, spans
from qualitycontrol.archive.formats.miniseed.samples import Piece, Style, Unreadable, decoded, fits, stamped
from qualitycontrol.archive.formats.miniseed.table import Table
from qualitycontrol.archive.spans import Span
from qualitycontrol.archive.sweep import period_ns


@dataclass
class Placed:
    """`records`: start and bytes of those taken whole; `parts`: samples to encode; `filled`: what they fill."""

    records: list[tuple[int, bytes]] = field(default_factory=list)
    parts: list[Piece] = field(default_factory=list)
    filled: list[Span] = field(default_factory=list)
    samples: int = 0
    rejected: Counter[str] = field(default_factory=Counter)


class Missing:
    """Missing intervals, in order, that shrink as they are filled."""

    def __init__(self, missing: list[Span]) -> None:
        self.starts = [start for start, _ in missing]
        self.ends = [end for _, end in missing]

    def touching(self, start: int, end: int) -> list[Span]:
        first = max(0, bisect_right(self.starts, start) - 1)
        found = []
        for place in range(first, len(self.starts)):
            if self.starts[place] >= end:
                break
            if self.ends[place] > start:
                found.append((self.starts[place], self.ends[place]))
        return found

    def fill(self, interval: Span, start: int, end: int, tolerance: int) -> None:
        """Take [start, end) out of one interval; what is left of half a sample or less is no gap."""
        place = bisect_right(self.starts, interval[0]) - 1
        left = [(interval[0], start), (end, interval[1])]
        left = [(low, high) for low, high in left if 2 * (high - low) > tolerance]
        self.starts[place : place + 1] = [low for low, _ in left]
        self.ends[place : place + 1] = [high for _, high in left]


def place(
    patch: Table, rows: list[int], missing: list[Span], day: Span, style: Style, *, strict: bool, trusted: bool
) -> Placed:
    """Put the records `rows` of a patch, best first, into the missing intervals, cut to the UTC day.

    `strict`: take only samples wholly inside an interval, because the archive has another rate. `trusted`: the
    samples of every record are known to be readable.
    """
    placed, open_ = Placed(), Missing(missing)
    for row in rows:
        start, end, rate = int(patch.start[row]), int(patch.end[row]), float(patch.rate[row])
        for interval in open_.touching(start, end):
            first, stop = _indices(start, int(patch.samples[row]), rate, interval, day, strict)
            if first >= stop:
                continue
            try:
                _take(placed, patch, row, first, stop, style, trusted)
            except Unreadable:
                placed.rejected["unreadable"] += 1
                break
            low, high = grid.time_of(start, first, rate), grid.time_of(start, stop, rate)
            placed.filled.append((low, high))
            placed.samples += stop - first
            open_.fill(interval, low, high, period_ns(rate))
    placed.filled = spans.union(placed.filled)
    return placed


def _take(placed: Placed, patch: Table, row: int, first: int, stop: int, style: Style, trusted: bool) -> None:
    record, start, rate = patch.record(row), int(patch.start[row]), float(patch.rate[row])
    whole = stop - first == patch.samples[row] and fits(patch, row, style)
    samples = None if whole and trusted else decoded(record)
    if whole:
        placed.records.append((start, stamped(record, style.quality)))
    elif samples is not None:
        placed.parts.append(Piece(grid.time_of(start, first, rate), samples[first:stop], rate))


def _indices(start: int, count: int, rate: float, interval: Span, day: Span, strict: bool) -> tuple[int, int]:
    """First and one past the last sample of a record that belong to an interval and to the day."""
    low, high = (grid.index_at(start, rate, instant) for instant in day)
    if strict:
        first = grid.index_at(start, rate, interval[0])
        stop = grid.index_after(start, rate, interval[1], back=1)
    else:
        first, stop = (grid.index_at(start, rate, instant, back=0.5) for instant in interval)
    return max(first, low, 0), min(stop, high, count)
