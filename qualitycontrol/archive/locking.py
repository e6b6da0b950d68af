"""Locks in the database: of one channel-day for merges, of one archive for scans. A crash lets them go."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date

from django.db import connection

from qualitycontrol.archive.models import Archive
from qualitycontrol.archive.nslc import Nslc


@contextmanager
def held(name: str) -> Iterator[None]:
    """Wait for the advisory lock of this name and hold it."""
    key = _key(name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [key])
    try:
        yield
    finally:
        _let_go(key)


@contextmanager
def held_if_free(name: str) -> Iterator[bool]:
    """Whether the lock was free; if so it is held."""
    key = _key(name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        free = bool(cursor.fetchone()[0])
    try:
        yield free
    finally:
        if free:
            _let_go(key)


def day_lock(archive: Archive) -> Callable[[Nslc, date], AbstractContextManager[None]]:
    """By the folder, so that two archives in one folder are one."""
    return lambda nslc, day: held(f"{archive.root} {nslc} {day}")


def _let_go(key: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


def _key(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
