"""Samples of one stream over a span: each of them while they are few, the least and the greatest of each part of
the span when they are many. This is the one place that reads spans; parts come from raw samples.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from logging_core.shared.errors import BadInput
from logging_core.streams.models import Stream

MOST_POINTS = 4000
MOST_SAMPLES = 1_000_000  # read for one plot; more would take too long
ROWS_AT_ONCE = 5000
NUMBERS = """
SELECT extract(epoch FROM at)::float8, number FROM logging_core_sample
WHERE stream_id = %s AND at >= %s AND at < %s AND number IS NOT NULL ORDER BY at LIMIT %s
"""
PARTS = """
SELECT extract(epoch FROM date_bin(%(width)s, at, %(since)s) + %(width)s / 2)::float8,
       min(number), max(number), avg(number), count(*)
FROM logging_core_sample
WHERE stream_id = %(stream)s AND at >= %(since)s AND at < %(until)s AND number IS NOT NULL
GROUP BY 1 ORDER BY 1
"""
BEYOND = """
SELECT at FROM logging_core_sample WHERE stream_id = %s AND at >= %s AND at < %s ORDER BY at OFFSET %s LIMIT 1
"""
NEWEST_FIRST = """
SELECT at, number, text FROM logging_core_sample
WHERE stream_id = %s AND at >= %s AND at < %s ORDER BY at DESC LIMIT %s
"""
EACH = """
SELECT at, number, text FROM logging_core_sample
WHERE stream_id = %s AND at >= %s AND at < %s ORDER BY at
"""


@dataclass(frozen=True)
class Series:
    """Columns of equal length. `at` is Unix seconds: of each sample, or of the middle of each part.

    `width` is the length of a part in seconds, 0 for single samples, whose least and greatest are the same.
    """

    at: list[float]
    least: list[float]
    greatest: list[float]
    mean: list[float]
    count: list[int]
    width: float = 0.0


def series(stream: Stream, since: datetime, until: datetime, points: int) -> Series:
    """The numbers of a stream with `since` <= time < `until` in at most `points` points; a part has two, its least
    and its greatest. Raises BadInput when more samples lie there than one plot may read.
    """
    rows = _rows(NUMBERS, [stream.id, since, until, MOST_POINTS + 1])
    if len(rows) <= points:
        return _of_samples(rows)
    if len(rows) > MOST_POINTS:
        _check_length(stream, since, until)
    width = -((since - until) // (points // 2))  # rounded up, so that no part is over
    asked = {"stream": stream.id, "since": since, "until": until, "width": width}
    parts = _rows(PARTS, asked)
    at, least, greatest, mean, count = (list(column) for column in zip(*parts, strict=True))
    return Series(at, least, greatest, mean, count, width.total_seconds())


def _of_samples(rows: list[tuple[float, float]]) -> Series:
    times, numbers = [at for at, _ in rows], [number for _, number in rows]
    return Series(times, numbers, numbers, numbers, [1] * len(rows))


def _check_length(stream: Stream, since: datetime, until: datetime) -> None:
    """The sample after the last one that one plot may read tells whether there are too many, and from where on."""
    beyond = _rows(BEYOND, [stream.id, since, until, MOST_SAMPLES])
    if beyond:
        days = (beyond[0][0] - since).total_seconds() / 86_400
        problem = f"holds more than {MOST_SAMPLES:,} samples; ask for {days:.3g} days at most"
        raise BadInput(f"The span {problem}.", {"since": problem})


def newest_first(
    stream: Stream, since: datetime, until: datetime, limit: int
) -> list[tuple[datetime, float | str]]:
    rows = _rows(NEWEST_FIRST, [stream.id, since, until, limit])
    return [(at, text if number is None else number) for at, number, text in rows]


def each(stream: Stream, since: datetime, until: datetime) -> Iterator[tuple[datetime, float | str]]:
    """Every sample, oldest first, in constant memory: read through the index, some thousand at a time."""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(EACH, [stream.id, since, until])
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            yield from ((at, text if number is None else number) for at, number, text in rows)


def _rows(statement: str, asked: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return cursor.fetchall()
