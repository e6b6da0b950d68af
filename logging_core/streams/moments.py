"""The value of streams at a time: the nearest one, or one between the neighbours, never older than allowed.

A fixed number of short looks into the index for each stream, whatever the length of the record.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from logging_core.streams.angles import between

# The sample before and the one after a time, for each of the named streams.
NEIGHBOURS = """
SELECT stream.name, stream.unit, sample.at, sample.number, sample.text
FROM logging_core_stream stream CROSS JOIN LATERAL (
    (SELECT at, number, text FROM logging_core_sample
     WHERE stream_id = stream.id AND at BETWEEN %(from)s AND %(at)s ORDER BY at DESC LIMIT 1)
    UNION ALL
    (SELECT at, number, text FROM logging_core_sample
     WHERE stream_id = stream.id AND at > %(at)s AND at <= %(to)s ORDER BY at LIMIT 1)
) sample
WHERE stream.name = ANY(%(names)s)
"""


@dataclass(frozen=True)
class Reading:
    """A value of a stream. `at` is when it was measured, or the time asked for when it lies between two."""

    name: str
    unit: str
    at: datetime
    value: float | str

    @property
    def number(self) -> float | None:
        return self.value if isinstance(self.value, float) else None


def nearest(names: Iterable[str], at: datetime, max_age: timedelta) -> dict[str, Reading]:
    """The value of each stream that was measured nearest to `at`, before or after it by `max_age` at most.

    Of two as near the earlier one is taken. Streams without such a value are left out.
    """
    found = _neighbours(names, at, max_age)
    return {name: min(readings, key=lambda r: (abs(r.at - at), r.at)) for name, readings in found.items()}


def interpolated(names: Iterable[str], at: datetime, max_age: timedelta) -> dict[str, Reading]:
    """The value of each stream at `at`, on the straight line between its neighbours, both within `max_age`.

    Angles go the short way round. A stream with a neighbour on one side only, or with texts, gives the nearest
    value; one without a neighbour is left out.
    """
    found = _neighbours(names, at, max_age)
    return {name: _between(readings, at) for name, readings in found.items()}


def _between(readings: list[Reading], at: datetime) -> Reading:
    first, last = readings[0], readings[-1]
    if first.number is None or last.number is None or first.at == last.at:
        return min(readings, key=lambda r: (abs(r.at - at), r.at))
    part = (at - first.at) / (last.at - first.at)
    return Reading(first.name, first.unit, at, between(first.number, last.number, part, first.name, first.unit))


def _neighbours(names: Iterable[str], at: datetime, max_age: timedelta) -> dict[str, list[Reading]]:
    """One or two values of each stream, in the order of time."""
    asked: dict[str, Any] = {"names": list(names), "at": at, "from": at - max_age, "to": at + max_age}
    found: dict[str, list[Reading]] = {}
    with connection.cursor() as cursor:
        cursor.execute(NEIGHBOURS, asked)
        for name, unit, when, number, text in cursor.fetchall():
            value = text if number is None else number
            found.setdefault(name, []).append(Reading(name, unit, when, value))
    return {name: sorted(readings, key=lambda r: r.at) for name, readings in found.items()}
