"""Values into the database, beside a bare COPY of the same rows into a table without index; plots of them, beside
reading the same rows.

python -m tests.bench.bench_streams
"""

import io
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

from tests.support import servers

SECONDS, DEVICES, FIELDS = 300, 40, 10  # 300 batches of a second: 40 devices, 10 values each, twice a second
NOON = 1_777_636_800.0


def batches():
    for second in range(SECONDS):
        yield [
            SimpleNamespace(
                data_id=f"dev{device}",
                timestamp=NOON + second + half,
                fields={f"D{device}F{f}": second * 0.1 + f for f in range(FIELDS)},
                metadata={},
            )
            for half in (0.0, 0.5)
            for device in range(DEVICES)
        ]


def through_ingest(connection):
    from logging_core.streams.ingest import Ingest

    ingest, start = Ingest(connection), time.perf_counter()
    values = sum(ingest.store(batch, source="b", position=n).values for n, batch in enumerate(batches()))
    return values / (time.perf_counter() - start)


def bare_copy(connection):
    """What could not be done without: the rows as text, one COPY and one commit a batch."""
    count, start = 0, time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (stream_id int, at float8, number float8, text text)")
        for batch in batches():
            rows = [f"{n}\t{r.timestamp}\t{v}\t\\N\n" for r in batch for n, v in enumerate(r.fields.values())]
            cursor.copy_expert("COPY bare FROM STDIN", io.StringIO("".join(rows)))
            connection.commit()
            count += len(rows)
    return count / (time.perf_counter() - start)


DAYS = 60
MARK = """
INSERT INTO logging_core_rollupdue (hour)
SELECT * FROM generate_series(to_timestamp(%(since)s), to_timestamp(%(until)s - 3600), interval '1 hour')
"""
FILL = """
INSERT INTO logging_core_sample (stream_id, at, number)
SELECT stream.id, at, sin(extract(epoch FROM at) / 3600)
FROM generate_series(to_timestamp(%(since)s), to_timestamp(%(until)s), interval '1 s') at,
     (SELECT id FROM logging_core_stream ORDER BY id LIMIT 2) stream
"""


def plots(connection):
    """Two months of two streams at 1 Hz, as they lie after a vacuum."""
    from logging_core.streams.history import MOST_POINTS, series
    from logging_core.streams.models import Stream
    from logging_core.streams.partitions import day_of, make_days
    from logging_core.streams.rollups import roll_up_what_is_due

    stream, until = Stream.objects.order_by("id").first(), NOON - 86_400
    with connection.cursor() as cursor:
        make_days(cursor, {day_of(int((until - day * 86_400) * 1e6)) for day in range(DAYS + 1)})
        cursor.execute(FILL, {"since": until - DAYS * 86_400, "until": until - 1})
        cursor.execute(MARK, {"since": until - DAYS * 86_400, "until": until})
        cursor.execute("VACUUM ANALYZE logging_core_sample")
    start = time.perf_counter()
    hours = roll_up_what_is_due(600)
    print(f"{hours} hours rolled up, {(time.perf_counter() - start) / hours * 1000:,.1f} ms each")
    spans = (("an hour", 1), ("a day", 24), ("a week", 168), ("sixty days", DAYS * 24))
    for name, seconds in ((name, hours * 3600) for name, hours in spans):
        since = datetime.fromtimestamp(until - seconds, UTC)
        span = (stream, since, datetime.fromtimestamp(until, UTC))
        took = best(lambda span=span: series(*span, MOST_POINTS))
        floor = best(lambda span=span: read(connection, *span))
        print(f"plot of {name}: {took * 1000:,.0f} ms; reading its rows: {floor * 1000:,.0f} ms")


def read(connection, stream, since, until):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT at, number FROM logging_core_sample WHERE stream_id = %s AND at >= %s AND at < %s",
            [stream.id, since, until],
        )
        return cursor.fetchall()


def best(work):
    def once():
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    return min(once() for _ in range(3))


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        servers.set_environment(folder)
        servers.UNSAFE_BUT_FAST.clear()
        servers.start(folder)
        try:
            measure()
        finally:
            servers.stop()


def measure():
    import os

    os.environ["DJANGO_SETTINGS_MODULE"] = "sealog.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    connection.ensure_connection()
    floor, ours = bare_copy(connection.connection), through_ingest(connection.connection)
    connection.close()
    print(f"values stored: {ours:,.0f}/s; bare COPY: {floor:,.0f}/s; ratio {ours / floor:.2f}")
    plots(connection)


if __name__ == "__main__":
    main()
