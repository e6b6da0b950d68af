"""Roll-ups: least, greatest, sum and number of the samples of each minute and hour, for plots of long spans.

They are made of the samples, a whole hour at a time, when the hour is over. Whoever stores samples leaves a mark
of their hour in the same transaction (`ingest.py`); an hour with a mark is due, and plots read its samples
themselves. So late samples, a killed worker or an hour rolled up twice change nothing.
"""

import time
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction

from logging_core.shared import clock

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
LATE = timedelta(minutes=2)  # behind the end of an hour, for its last samples to arrive
ONE_AT_A_TIME = 7_401_503  # an advisory lock
# Numbers beyond this are nobody's measurement, but their sum must not end the arithmetic for all others.
LARGEST = "1e290"
TOTAL = f"sum(greatest(least(number, {LARGEST}), -{LARGEST}))"

ONE_MARK_EACH = """
DELETE FROM logging_core_rollupdue old USING logging_core_rollupdue new
WHERE old.hour = new.hour AND old.id < new.id
"""
DUE = "SELECT DISTINCT hour FROM logging_core_rollupdue WHERE hour >= %s AND hour < %s ORDER BY hour DESC"
# The statement behind this one sees every sample whose mark this one takes away.
TAKE = "DELETE FROM logging_core_rollupdue WHERE hour = %s"
# Stream by stream, as the index lies. What was dropped for its age stays rolled up: fewer samples replace nothing.
ROLL_UP = f"""
WITH minute AS MATERIALIZED (
    SELECT stream.id, part.* FROM logging_core_stream stream CROSS JOIN LATERAL (
        SELECT date_bin('1 minute', at, 'epoch') AS at, min(number) AS least, max(number) AS greatest,
               {TOTAL} AS total, count(*) AS count
        FROM logging_core_sample
        WHERE stream_id = stream.id AND at >= %(hour)s AND at < %(hour)s + interval '1 hour' AND number IS NOT NULL
        GROUP BY 1
    ) part
)
INSERT INTO logging_core_rollup AS old (stream_id, seconds, at, least, greatest, total, count)
SELECT id, 60, at, least, greatest, total, count FROM minute
UNION ALL
SELECT id, 3600, %(hour)s, min(least), max(greatest), sum(total), sum(count) FROM minute GROUP BY id
ON CONFLICT (stream_id, seconds, at) DO UPDATE
SET least = excluded.least, greatest = excluded.greatest, total = excluded.total, count = excluded.count
WHERE excluded.count >= old.count
"""  # noqa: S608 - put together of constants


def due_hours(since: datetime, until: datetime) -> list[datetime]:
    """Hours that begin in a span and whose samples are not all rolled up, the newest first."""
    with connection.cursor() as cursor:
        cursor.execute(DUE, [since, until])
        return [hour for (hour,) in cursor.fetchall()]


def roll_up_what_is_due(seconds: float) -> int:
    """Hours that are over, the newest first, for about so many seconds. How many were done."""
    end, done = time.monotonic() + seconds, 0
    with connection.cursor() as cursor:
        cursor.execute(ONE_MARK_EACH)
    for hour in due_hours(clock.EPOCH, clock.now() - HOUR - LATE):
        if time.monotonic() > end:
            break
        done += roll_up(hour)
    return done


def roll_up(hour: datetime) -> bool:
    """All streams of one hour. False while somebody else rolls up."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        if not cursor.fetchone()[0]:
            return False
        cursor.execute(TAKE, [hour])
        cursor.execute(ROLL_UP, {"hour": hour})
    return True


def begin_of(at: datetime, unit: timedelta) -> datetime:
    """Of the minute or hour that a time lies in."""
    return at - (at - datetime(1970, 1, 1, tzinfo=UTC)) % unit
