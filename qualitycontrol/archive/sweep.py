"""The one rule for gaps and overlaps, used by table, plot, API, requests and statistics.

Segments are walked by their start beside the running maximum of their ends, so that a piece sent again inside a
longer one makes no gap. A hole or a doubling of at most half a sample is none. The sample is that of the segment
that comes; at the end of a span, that of the segment that reached furthest.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from qualitycontrol.archive import spans
from qualitycontrol.archive.spans import Span


class Piece(Protocol):
    """What the rule needs to know of a segment: [start_ns, end_ns), end = last sample + one period; rate in Hz."""

    @property
    def start_ns(self) -> int: ...
    @property
    def end_ns(self) -> int: ...
    @property
    def rate_hz(self) -> float: ...


@dataclass(frozen=True)
class Coverage:
    """What one stream has of the time it is expected in. All spans are clipped to that time."""

    gaps: list[Span] = field(default_factory=list)
    overlaps: list[Span] = field(default_factory=list)
    expected_ns: int = 0

    @property
    def gap_ns(self) -> int:
        return spans.length(self.gaps)

    @property
    def available_ns(self) -> int:
        return self.expected_ns - self.gap_ns

    @property
    def percent(self) -> float | None:
        """0..1; None where nothing is expected."""
        return self.available_ns / self.expected_ns if self.expected_ns else None


def period_ns(rate_hz: float) -> int:
    """The time from one sample to the next."""
    return round(1_000_000_000 / rate_hz)


def sweep(
    segments: Iterable[Piece], start_ns: int, end_ns: int, *, epochs: Sequence[Span] | None = None
) -> Coverage:
    """Gaps and overlaps of one stream in [start_ns, end_ns), within its epochs if it has any.

    `segments` are those of the stream that touch the window; others do no harm.
    """
    pieces = sorted(segments, key=lambda piece: (piece.start_ns, piece.end_ns))
    expected = spans.inside(spans.union([(start_ns, end_ns)] if epochs is None else epochs), start_ns, end_ns)
    gaps: list[Span] = []
    overlaps: list[Span] = []
    for span in expected:
        _sweep_span(pieces, *span, gaps, overlaps)
    return Coverage(gaps, overlaps, spans.length(expected))


def _sweep_span(pieces: list[Piece], low: int, high: int, gaps: list[Span], overlaps: list[Span]) -> None:
    cursor, last_period, covered = low, 0, False
    for piece in pieces:
        start, end = max(piece.start_ns, low), min(piece.end_ns, high)
        if start >= end:
            continue
        period = period_ns(piece.rate_hz)
        if 2 * (start - cursor) > period:
            gaps.append((cursor, start))
        elif covered and 2 * (cursor - start) > period:
            overlaps.append((start, min(end, cursor)))
        if end >= cursor:
            cursor, last_period = end, period
        covered = True
    if 2 * (high - cursor) > last_period:
        gaps.append((cursor, high))
