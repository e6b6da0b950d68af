"""One export at a time: claimed when it is asked for, and alone while it runs."""

from collections.abc import Iterator
from contextlib import contextmanager

import redis
from django.conf import settings
from django.db import connection

LONGEST_S = 3000  # of an export; a claim that nobody gives back ends then
KEY = "sealog:data_export"
LOCK = 0x5EA106  # number of the lock among the advisory locks of the database


def claim(id: str) -> bool:
    """Whether the turn is ours; the same id again is, too: a task may be delivered twice."""
    with _broker() as broker:
        return bool(broker.set(KEY, id, nx=True, ex=LONGEST_S)) or broker.get(KEY) == id


def give_back(id: str) -> None:
    with _broker() as broker:
        if broker.get(KEY) == id:
            broker.delete(KEY)


@contextmanager
def alone() -> Iterator[None]:
    """Wait until no other export runs, those started by hand included; ends with the connection at the latest."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _broker() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, decode_responses=True)
