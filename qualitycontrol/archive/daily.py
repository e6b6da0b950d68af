"""Statistics of one stream and UTC day, from segments alone, by the one rule for gaps (`sweep.py`).

Formulas: section 2.11 of the contract; gap = start(x) - end(x-1) - one period, as MUSTANG measures it. What is
expected is the day inside the epochs of the stream and before now; a day without data has 0 percent, a day
outside every epoch has None. Seconds are floats and never rounded.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from qualitycontrol.archive import instants, spans
from qualitycontrol.archive.spans import Span
from qualitycontrol.archive.sweep import Piece, sweep


class Counted(Piece, Protocol):
    """A segment that knows its samples and its quality letter, besides its times."""

    @property
    def samples(self) -> int: ...
    @property
    def quality(self) -> str: ...


@dataclass(frozen=True)
class DayStatistic:
    """Times in seconds, `percent` 0..100."""

    expected_s: float
    available_s: float
    percent: float | None
    gap_seconds: float
    num_gaps: int
    max_gap: float
    num_overlaps: int
    sum_overlaps: float
    max_overlap: float
    num_samples: int
    sample_rates: tuple[float, ...]
    qualities: tuple[str, ...]


def day_statistic(
    segments: Iterable[Counted], day: date, *, epochs: Sequence[Span] | None = None, now_ns: int | None = None
) -> DayStatistic:
    """`segments`: those of the stream that touch the day; `epochs`: when it was open, None for always."""
    start = instants.start_of(day)
    end = start + instants.DAY if now_ns is None else max(start, min(start + instants.DAY, now_ns))
    inside = [piece for piece in segments if piece.start_ns < end and piece.end_ns > start]
    found = sweep(inside, start, end, epochs=epochs)
    gaps, overlaps = _seconds(found.gaps), _seconds(found.overlaps)
    return DayStatistic(
        expected_s=found.expected_ns / instants.SECOND,
        available_s=found.available_ns / instants.SECOND,
        percent=None if found.percent is None else 100 * found.percent,
        gap_seconds=found.gap_ns / instants.SECOND,
        num_gaps=len(gaps),
        max_gap=max(gaps, default=0.0),
        num_overlaps=len(overlaps),
        sum_overlaps=spans.length(found.overlaps) / instants.SECOND,
        max_overlap=max(overlaps, default=0.0),
        num_samples=sum(_samples(piece, start, end) for piece in inside),
        sample_rates=tuple(sorted({piece.rate_hz for piece in inside})),
        qualities=tuple(sorted({piece.quality for piece in inside})),
    )


def mean_percent(days: Iterable[DayStatistic]) -> float | None:
    """Each day counts the same; days on which nothing is expected are left out."""
    known = [day.percent for day in days if day.percent is not None]
    return sum(known) / len(known) if known else None


def weighted_percent(days: Iterable[DayStatistic]) -> float | None:
    """Each expected second counts the same."""
    days = list(days)
    expected = sum(day.expected_s for day in days)
    return 100 * sum(day.available_s for day in days) / expected if expected else None


def _seconds(found: Iterable[Span]) -> list[float]:
    return [(end - start) / instants.SECOND for start, end in found]


def _samples(piece: Counted, start: int, end: int) -> int:
    """Those of a segment in [start, end); one that sticks out is taken as even."""
    low, high = max(piece.start_ns, start), min(piece.end_ns, end)
    return round(piece.samples * (high - low) / (piece.end_ns - piece.start_ns))
