"""The numbers of one stream over a span: each of them while they are few, the least and the greatest of each part
of the span when they are many. This is the one place that reads spans. Short parts come from the samples, long
ones from roll-ups.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from logging_core.streams.models import Stream
from logging_core.streams.retention import kept_from
from logging_core.streams.rollups import HOUR, MINUTE, TOTAL, begin_of, due_hours

MOST_POINTS = 4000
MOST_SAMPLES = 200_000  # read for one plot; more take too long
LONG = timedelta(hours=2)  # spans from here on may have parts that are whole minutes
ROWS_AT_ONCE = 5000
NUMBERS = """
SELECT extract(epoch FROM at)::float8, number FROM logging_core_sample
WHERE stream_id = %s AND at >= %s AND at < %s AND number IS NOT NULL ORDER BY at LIMIT %s
"""
PARTS = f"""
SELECT extract(epoch FROM date_bin(%(width)s, at, %(since)s) + %(width)s / 2)::float8,
       min(number), max(number), {TOTAL} / count(*), count(*)
FROM logging_core_sample
WHERE stream_id = %(stream)s AND at >= %(since)s AND at < %(until)s AND number IS NOT NULL
GROUP BY 1 ORDER BY 1
"""  # noqa: S608 - put together of constants
# Roll-ups of the whole units of a span, without the hours that are due, and the samples of what is left over.
ROLLED_UP = f"""
SELECT extract(epoch FROM date_bin(%(width)s, at, %(origin)s) + %(width)s / 2)::float8,
       min(least), max(greatest), sum(total) / sum(count), sum(count)::int8
FROM (
    SELECT at, least, greatest, total, count FROM logging_core_rollup
    WHERE stream_id = %(stream)s AND seconds = %(seconds)s AND at >= %(first)s AND at < %(last)s
        AND date_bin('1 hour', at, 'epoch') <> ALL(%(due)s::timestamptz[])
    UNION ALL
    SELECT date_bin('1 minute', sample.at, 'epoch'), min(number), max(number), {TOTAL}, count(*)
    FROM unnest(%(starts)s::timestamptz[], %(ends)s::timestamptz[]) AS left_over (start, "end")
    CROSS JOIN LATERAL (
        SELECT at, number FROM logging_core_sample
        WHERE stream_id = %(stream)s AND at >= start AND at < "end" AND number IS NOT NULL
    ) sample
    GROUP BY 1
) part
GROUP BY 1 ORDER BY 1
"""  # noqa: S608 - put together of constants
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

Span = tuple[datetime, datetime]


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
    and its greatest. What was dropped for its age comes from roll-ups, in parts of a minute or more.
    """
    kept = kept_from()
    if kept is not None and since < kept:
        return _rolled_up(stream, since, until, points // 2)
    rows = _rows(NUMBERS, [stream.id, since, until, points + 1])
    if len(rows) <= points:
        return _of_samples(rows)
    width = -((since - until) // (points // 2))  # rounded up, so that no part is over
    if (until - since >= LONG and width >= MINUTE) or _is_too_much(stream, since, until):
        return _rolled_up(stream, since, until, points // 2)
    asked = {"stream": stream.id, "since": since, "until": until, "width": width}
    return _of_parts(_rows(PARTS, asked), width)


def _rolled_up(stream: Stream, since: datetime, until: datetime, parts: int) -> Series:
    """Parts are whole minutes or hours; the first and the last one hold what of them lies in the span."""
    unit = HOUR if until - since >= parts * HOUR else MINUTE
    origin = begin_of(since, unit)
    width = -((origin - until) // (parts * unit)) * unit  # rounded up to whole units
    first, last = begin_of(since + unit - datetime.resolution, unit), begin_of(until, unit)
    due = due_hours(begin_of(first, HOUR), last)
    spans = _left_over(since, until, first, last, due)
    asked = {
        "stream": stream.id,
        "seconds": int(unit.total_seconds()),
        "origin": origin,
        "width": width,
        "first": first,
        "last": last,
        "due": due,
        "starts": [start for start, _ in spans],
        "ends": [end for _, end in spans],
    }
    return _of_parts(_rows(ROLLED_UP, asked), width)


def _left_over(
    since: datetime, until: datetime, first: datetime, last: datetime, due: list[datetime]
) -> list[Span]:
    """What must be read sample by sample: what lies before the first and behind the last whole unit, and in
    between the hours that are due.
    """
    if first >= last:
        return [(since, until)]
    hours = [(max(hour, first), min(hour + HOUR, last)) for hour in due]
    return [(start, end) for start, end in [(since, first), *hours, (last, until)] if start < end]


def _of_samples(rows: list[tuple[float, float]]) -> Series:
    times, numbers = [at for at, _ in rows], [number for _, number in rows]
    return Series(times, numbers, numbers, numbers, [1] * len(rows))


def _of_parts(rows: list[tuple[float, float, float, float, int]], width: timedelta) -> Series:
    at, least, greatest, mean, count = (list(column) for column in zip(*rows, strict=True)) if rows else ([],) * 5
    return Series(at, least, greatest, mean, count, width.total_seconds())


def _is_too_much(stream: Stream, since: datetime, until: datetime) -> bool:
    """Whether there is a sample behind as many as one plot may read."""
    return bool(_rows(BEYOND, [stream.id, since, until, MOST_SAMPLES]))


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
