"""What the database knows, into the memory of a process: when it starts, and while the broker is away."""

from datetime import datetime, timedelta
from typing import Any

from django.db import OperationalError, connection, transaction

from logging_core.streams.models import Stream
from logging_core.streams.recent import MANY, TRACE_STEP_S, TRACE_STEPS, Recent

PATIENCE_MS = 3000
TRACES = """
SELECT stream.name, extract(epoch FROM date_bin(%(step)s, sample.at, 'epoch')), avg(sample.number)
FROM logging_core_sample sample JOIN logging_core_stream stream ON stream.id = sample.stream_id
WHERE sample.at > %(since)s AND sample.number IS NOT NULL
GROUP BY 1, 2 ORDER BY 2
"""
# The values of the last seconds with the one before them, and at least so many: what a subscription may ask for.
BEFORE = """
SELECT extract(epoch FROM at)::float8, number, text FROM (
    SELECT at, number, text FROM logging_core_sample
    WHERE stream_id = (SELECT id FROM logging_core_stream WHERE name = %(name)s) AND at < to_timestamp(%(before)s)
        AND at >= to_timestamp(%(oldest)s)
    ORDER BY at DESC LIMIT %(most)s
) newest_first ORDER BY at
"""


def fill(recent: Recent) -> None:
    """Add the latest value of each stream that is later than what is in memory, and what is said of it."""
    for stream in Stream.objects.select_related("latest"):
        latest = getattr(stream, "latest", None)
        if latest is None:
            continue
        known = recent.newest(stream.name)
        if known is None or latest.at.timestamp() > known.timestamp:
            recent.add(stream.name, latest.at.timestamp(), latest.text if latest.number is None else latest.number)
        if stream.metadata:
            recent.metadata.setdefault(stream.name, stream.metadata)


def fill_traces(recent: Recent, now: datetime) -> None:
    """The last ten minutes of each number, unless that takes too long."""
    since = now - timedelta(seconds=TRACE_STEPS * TRACE_STEP_S)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {PATIENCE_MS}")
            cursor.execute(TRACES, {"step": f"{TRACE_STEP_S} s", "since": since})
            rows = cursor.fetchall()
    except OperationalError:  # the traces draw themselves from now on
        return
    recent.set_traces((name, int(at) // TRACE_STEP_S, mean) for name, at, mean in rows)


def stored_before(name: str, before: float, oldest: float) -> list[tuple[float, Any]]:
    """Values of a stream with `oldest` <= time < `before` (Unix seconds), the last ones of them, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(BEFORE, {"name": name, "before": before, "oldest": oldest, "most": MANY})
        return [(at, text if number is None else number) for at, number, text in cursor.fetchall()]
