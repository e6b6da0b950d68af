"""What an operator should know of a merge: values that differ, grids that do not meet."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from qualitycontrol.archive import spans
from qualitycontrol.archive.comparing import differing
from qualitycontrol.archive.formats.miniseed import Table
from qualitycontrol.archive.formats.miniseed.samples import Unreadable, pieces
from qualitycontrol.archive.nslc import Nslc
from qualitycontrol.archive.scanning import Segment
from qualitycontrol.archive.spans import Span
from qualitycontrol.archive.sweep import period_ns


def main_rate(segments: Sequence[Segment]) -> float | None:
    """The rate most samples have, in Hz."""
    samples: Counter[float] = Counter()
    for segment in segments:
        samples[segment.rate_hz] += segment.samples
    return samples.most_common(1)[0][0] if samples else None


def same_rate(one: float, other: float) -> bool:
    """To 0.01 %, as libmseed joins them."""
    return abs(one - other) <= 1e-4 * one


def differing_samples(old: Table, patch: Table, nslc: Nslc) -> int:
    """How many samples the archive has otherwise than the patch."""
    ours, theirs = _spans(old, nslc), _spans(patch, nslc)
    both = spans.common(ours.values(), theirs.values())
    try:
        return differing(pieces(old, _touching(ours, both)), pieces(patch, _touching(theirs, both)))
    except Unreadable:
        return 0  # records that cannot be read are told of elsewhere; there is nothing to compare


def _spans(table: Table, nslc: Nslc) -> dict[int, Span]:
    """The time of each record of the stream."""
    return {row: (int(table.start[row]), int(table.end[row])) for row in table.rows_of(nslc.source_id).tolist()}


def _touching(rows: dict[int, Span], times: list[Span]) -> list[int]:
    found, place = [], 0
    for row, (start, end) in rows.items():
        while place < len(times) and times[place][1] <= start:
            place += 1
        if place < len(times) and times[place][0] < end:
            found.append(row)
    return found


def grid_notes(filled: list[Span], held: Sequence[Segment], rates: set[float]) -> Iterator[str]:
    """`held`: what the archive had; `rates`: of the patch."""
    rate = main_rate(held)
    if rate is None:
        return
    for other in sorted(rates):
        if not same_rate(rate, other):
            yield f"the patch has {other:g} Hz, the archive {rate:g} Hz"
    period = period_ns(rate)
    ends, starts = sorted(piece.end_ns for piece in held), sorted(piece.start_ns for piece in held)
    steps = [step for low, high in filled for step in (_to_nearest(low, ends), _to_nearest(high, starts))]
    off = max((step for step in steps if 2 * step <= period), default=0) / period
    if off > 0.1:
        yield f"the samples of the patch lie {off:.2f} of a sample beside those of the archive"


def _to_nearest(instant: int, others: list[int]) -> int:
    """How far the nearest of some instants in order is away."""
    place = bisect_left(others, instant)
    return min(abs(instant - other) for other in others[max(0, place - 1) : place + 1])
