"""Values into the database, beside a bare COPY of the same rows into a table without index.

python -m tests.bench.bench_streams
"""

import io
import tempfile
import time
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
    print(f"values stored: {ours:,.0f}/s; bare COPY: {floor:,.0f}/s; ratio {ours / floor:.2f}")


if __name__ == "__main__":
    main()
