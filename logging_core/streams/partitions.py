"""The table of samples is divided by UTC days: a plot reads few of them, and what has to go goes as a whole table.

A day is made beside the table and then attached. That locks nobody out; `CREATE TABLE ... PARTITION OF` would wait
for every reader, a backup included, and let all others wait behind it.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

A_DAY = 86_400_000_000  # microseconds
ONE_AT_A_TIME = 7_401_502  # an advisory lock
# Samples come in the order of time, so the pages behind the newest one soon change no more: vacuum marks them
# often, and a plot then reads the index alone.
MAKE = """
CREATE TABLE {name} (
    LIKE logging_core_sample INCLUDING ALL, CHECK (at >= '{first}' AND at < '{last}')
) WITH (autovacuum_vacuum_insert_scale_factor = 0.02);
ALTER TABLE logging_core_sample ATTACH PARTITION {name} FOR VALUES FROM ('{first}') TO ('{last}')
"""


def day_of(at: int) -> int:
    """Days since 1970 of a time in microseconds since 1970."""
    return at // A_DAY


def make_days(cursor: Any, days: Iterable[int]) -> None:
    """Make the tables of those days that have none."""
    wanted = [date(1970, 1, 1) + timedelta(days=day) for day in sorted(days)]
    missing = [day for day in wanted if not _exists(cursor, day)]
    if missing:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    for day in missing:
        if not _exists(cursor, day):  # somebody may have been faster
            first, last = _midnight(day), _midnight(day + timedelta(days=1))
            cursor.execute(MAKE.format(name=_name(day), first=first, last=last))


def _exists(cursor: Any, day: date) -> bool:
    cursor.execute("SELECT to_regclass(%s)", [_name(day)])
    return cursor.fetchone()[0] is not None


def _name(day: date) -> str:
    return f"logging_core_sample_{day:%Y%m%d}"


def _midnight(day: date) -> str:
    return datetime(day.year, day.month, day.day, tzinfo=UTC).isoformat()
