"""Positions from the stored values of sensors, for voyages whose events have no position."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.db import connection

from logging_core.exchange.as_sealog.window import Window
from logging_core.exchange.positions.fixes import Fix, fix
from logging_core.streams.models import Stream

# The first value of the latitude in each period of an automatic snapshot, and of the other streams the last one
# said until then, when it is not older than such a period.
POSITIONS = """
SELECT latitude.at, longitude.number, latitude.number, depth.number
FROM (
    SELECT DISTINCT ON (date_bin(%(period)s, at, 'epoch')) at, number
    FROM logging_core_sample
    WHERE stream_id = %(latitude)s AND at BETWEEN %(start)s AND %(stop)s
    ORDER BY date_bin(%(period)s, at, 'epoch'), at
) latitude
LEFT JOIN LATERAL (
    SELECT number FROM logging_core_sample
    WHERE stream_id = %(longitude)s AND at BETWEEN latitude.at - %(period)s AND latitude.at
    ORDER BY at DESC LIMIT 1
) longitude ON true
LEFT JOIN LATERAL (
    SELECT number FROM logging_core_sample
    WHERE stream_id = %(depth)s AND at BETWEEN latitude.at - %(period)s AND latitude.at
    ORDER BY at DESC LIMIT 1
) depth ON true
ORDER BY latitude.at
"""
PERIOD = timedelta(seconds=10)


def fixes(names: Sequence[str], window: Window, at_depth: bool) -> Iterator[Fix]:
    """`names` of the streams of longitude, latitude and, at depth, depth; one position in ten seconds."""
    numbers = dict(Stream.objects.filter(name__in=names).values_list("name", "id"))
    if len(names) < (3 if at_depth else 2) or any(name not in numbers for name in names):
        return
    asked: dict[str, Any] = dict(zip(("longitude", "latitude", "depth"), map(numbers.get, names), strict=False))
    asked = {"depth": None, **asked, "start": window.start, "stop": window.stop, "period": PERIOD}
    with connection.cursor() as cursor:
        cursor.execute(POSITIONS, asked)
        for at, *values in cursor:
            position = fix(at, values, at_depth)
            if position is not None:
                yield position
