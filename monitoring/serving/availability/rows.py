"""What the answers of the availability service hold: one row a contiguous span, or one a stream."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from monitoring.serving.timespans import Timespan

NATURAL = "nslc_time_quality_samplerate"
SPANS, SPANS_DOWN = "timespancount", "timespancount_desc"
LATEST, LATEST_DOWN = "latestupdate", "latestupdate_desc"
Key = Callable[["Row"], Any]


@dataclass(frozen=True)
class Row:
    """`count` is the number of spans of an extent, None where the row is a span itself. Times in ns."""

    nslc: str
    quality: str
    rate: float | None
    start_ns: int
    end_ns: int
    updated_ns: int
    count: int | None = None


def of_spans(spans: list[Timespan]) -> list[Row]:
    return [Row(s.nslc, s.quality, s.rate, s.start_ns, s.end_ns, s.updated_ns) for s in spans]


def of_extents(spans: list[Timespan]) -> list[Row]:
    """From the first to the last sample of each stream, quality and rate."""
    ordered = sorted(spans, key=_channel)
    return [_extent(list(group)) for _, group in groupby(ordered, _channel)]


def _channel(span: Timespan) -> tuple[str, str, float]:
    return span.nslc, span.quality, span.rate or 0.0


def _extent(spans: list[Timespan]) -> Row:
    first = spans[0]
    start, end = min(span.start_ns for span in spans), max(span.end_ns for span in spans)
    updated = max(span.updated_ns for span in spans)
    return Row(first.nslc, first.quality, first.rate, start, end, updated, len(spans))


def in_order(rows: list[Row], order: str, limit: int | None) -> list[Row]:
    """Rows that are equal in what they are ordered by stay in the natural order."""
    rows = sorted(rows, key=_natural)
    if order != NATURAL:
        key: Key = _count if order in (SPANS, SPANS_DOWN) else _updated
        rows.sort(key=key, reverse=order in (SPANS_DOWN, LATEST_DOWN))
    return rows[:limit]


def _natural(row: Row) -> tuple[str, int, int, str, float]:
    return row.nslc, row.start_ns, row.end_ns, row.quality, row.rate or 0.0


def _count(row: Row) -> int:
    return row.count or 0


def _updated(row: Row) -> int:
    return row.updated_ns
