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
EXISTING = """
SELECT to_date(right(relname, 8), 'YYYYMMDD') FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
WHERE inhparent = 'logging_core_sample'::regclass ORDER BY 1
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
            first, last = midnight(day).isoformat(), midnight(day + timedelta(days=1)).isoformat()
            cursor.execute(MAKE.format(name=name_of(day), first=first, last=last))


def existing_days(cursor: Any) -> list[date]:
    """Days that have a table, the oldest first."""
    cursor.execute(EXISTING)
    return [day for (day,) in cursor.fetchall()]


def _exists(cursor: Any, day: date) -> bool:
    cursor.execute("SELECT to_regclass(%s)", [name_of(day)])
    return cursor.fetchone()[0] is not None


def name_of(day: date) -> str:
    """Of its table."""
    return f"logging_core_sample_{day:%Y%m%d}"


def midnight(day: date) -> datetime:
    """The beginning of a day."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
