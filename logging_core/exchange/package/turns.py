"""One export at a time: two would write the same files."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

LOCK = 0x5EA106  # number of the lock among the advisory locks of the database


@contextmanager
def alone() -> Iterator[None]:
    """Wait until no other export runs, those started by hand included; ends with the connection at the latest."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
