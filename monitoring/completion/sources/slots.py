"""At most so many connections to a source at the same time, over all workers: places that the database hands out.

A place is a session lock of PostgreSQL, so that a worker that dies gives its place back.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from monitoring.completion.sources.models import Source
from monitoring.web.limits import Limits

SPACE = 0x5EA1  # the first key of all locks of this kind
PLACES = 64  # per source
PATIENCE = 60.0  # seconds
POLL = 0.2


class Busy(Exception):
    """No place became free in time. The source was not asked."""


@contextmanager
def slot(source: Source, limits: Limits) -> Iterator[None]:
    """A place at the source inside the block. Raises Busy."""
    place = _wait(source, limits)
    try:
        yield
    finally:
        _call("pg_advisory_unlock", place)


def _wait(source: Source, limits: Limits) -> int:
    end = time.monotonic() + PATIENCE
    while True:
        for number in range(source.connections):
            place = source.pk * PLACES + number
            if _call("pg_try_advisory_lock", place):
                return place
        limits.check()
        if time.monotonic() > end:
            raise Busy
        time.sleep(POLL)


def _call(function: str, place: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [SPACE, place])
        return bool(cursor.fetchone()[0])
