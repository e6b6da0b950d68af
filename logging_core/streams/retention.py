"""What of the samples is kept, and dropping the days that are older. Their roll-ups stay."""

from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.db import OperationalError, connection, transaction

from logging_core.shared import clock
from logging_core.streams.partitions import existing_days, midnight, name_of
from logging_core.streams.rollups import due_hours, roll_up

# Dropping waits for readers, and all others wait behind it: so not for long. A backup may read for hours; then the
# next time will do.
PATIENCE = "2s"


def kept_from() -> datetime | None:
    """The midnight before which no samples are kept, or None when all are."""
    if not settings.SAMPLE_DAYS:
        return None
    day = clock.now() - timedelta(days=settings.SAMPLE_DAYS)
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def drop_old_days() -> int:
    """Drop the tables of days that are over the age set. How many went; what is in use goes another time."""
    kept = kept_from()
    if kept is None:
        return 0
    with connection.cursor() as cursor:
        old = [day for day in existing_days(cursor) if midnight(day) < kept]
    return sum(_drop(day) for day in old)


def _drop(day: date) -> bool:
    begin = midnight(day)
    done = [roll_up(hour) for hour in due_hours(begin, begin + timedelta(days=1))]
    if not all(done):
        return False
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
            cursor.execute(f"DROP TABLE {name_of(day)}")
    except OperationalError:
        return False
    return True
