"""Records into the database: streams, samples and latest values, in one transaction with the place in the spool.

Knows no Django, so that lean processes may use it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from psycopg2.errors import CheckViolation

from logging_core.streams.copying import Row, copy
from logging_core.streams.known_streams import TOO_MANY, KnownStreams
from logging_core.streams.partitions import day_of, make_days
from logging_core.streams.values import Batch, RecordLike, sifted

# Returns a row when the source has not been stored up to this position, and takes its lock.
ADVANCE = """
INSERT INTO logging_core_spoolposition AS stored (source, position, at) VALUES (%s, %s, now())
ON CONFLICT (source) DO UPDATE SET position = excluded.position, at = excluded.at
WHERE stored.position < excluded.position
RETURNING position
"""
LATEST = """
INSERT INTO logging_core_streamlatest AS stored (stream_id, at, number, text)
SELECT stream, 'epoch'::timestamptz + at * interval '1 microsecond', number, text
FROM unnest(%s::int[], %s::bigint[], %s::float8[], %s::text[]) AS new (stream, at, number, text)
ON CONFLICT (stream_id) DO UPDATE SET at = excluded.at, number = excluded.number, text = excluded.text
WHERE stored.at <= excluded.at
"""
# In the transaction of the samples: whoever sees the mark sees them (`rollups.py`).
MARK = """
INSERT INTO logging_core_rollupdue (hour)
SELECT 'epoch'::timestamptz + hour * interval '1 hour' FROM unnest(%s::int[]) AS hour
"""
AN_HOUR = 3_600_000_000  # microseconds


@dataclass(frozen=True)
class Stored:
    """What became of a batch: values stored, and values refused by cause; none of both when it came again."""

    values: int = 0
    refused: dict[str, int] = field(default_factory=dict)


class Ingest:
    """Stores batches over one psycopg2 connection, which it commits. Not for several threads.

    Every method raises psycopg2.OperationalError or InterfaceError when the database is away; nothing of the batch
    is stored then, and a new Ingest on a new connection may be given it again.
    """

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        connection.autocommit = False
        self._streams = KnownStreams()
        self._days: set[int] = set()

    def position(self, source: str) -> int | None:
        """How far a source has been stored."""
        with self._connection, self._connection.cursor() as cursor:
            cursor.execute("SELECT position FROM logging_core_spoolposition WHERE source = %s", [source])
            row = cursor.fetchone()
        return row[0] if row else None

    def store(self, records: Iterable[RecordLike], *, source: str | None = None, position: int = 0) -> Stored:
        """Store a batch that ends at `position` of `source`. A position that was stored before is skipped; without
        a source nothing is. Unknown streams and missing days are made.
        """
        batch = sifted(records)
        try:
            return self._store(batch, source, position)
        except CheckViolation:  # the table of a day has gone since we saw it
            self._forget()
            return self._store(batch, source, position)
        except BaseException:
            self._forget()
            raise

    def _store(self, batch: Batch, source: str | None, position: int) -> Stored:
        with self._connection, self._connection.cursor() as cursor:
            if source is not None and not self._advance(cursor, source, position):
                return Stored()
            numbers = self._streams.numbers(cursor, batch)
            rows = [(numbers[s.name], s.at, s.number, s.text) for s in batch.samples if s.name in numbers]
            self._make_days({day_of(row[1]) for row in rows}, cursor)
            if rows:
                copy(cursor, rows)
                _keep_latest(cursor, rows)
                cursor.execute(MARK, [sorted({row[1] // AN_HOUR for row in rows})])
        return Stored(len(rows), _refused(batch, len(rows)))

    @staticmethod
    def _advance(cursor: Any, source: str, position: int) -> bool:
        cursor.execute(ADVANCE, [source, position])
        return cursor.fetchone() is not None

    def _make_days(self, days: set[int], cursor: Any) -> None:
        if not days <= self._days:
            make_days(cursor, days - self._days)
            self._days |= days

    def _forget(self) -> None:
        """What was made in a transaction that failed is not there."""
        self._streams = KnownStreams()
        self._days.clear()


def _keep_latest(cursor: Any, rows: list[Row]) -> None:
    """Of several values at the latest time the last to come is kept. In one order, so that no two writers block
    each other for ever.
    """
    latest: dict[int, Row] = {}
    for row in rows:
        if row[0] not in latest or row[1] >= latest[row[0]][1]:
            latest[row[0]] = row
    cursor.execute(LATEST, [list(column) for column in zip(*(latest[key] for key in sorted(latest)), strict=True)])


def _refused(batch: Batch, stored: int) -> dict[str, int]:
    without_stream = len(batch.samples) - stored
    return {**batch.refused, **({TOO_MANY: without_stream} if without_stream else {})}
