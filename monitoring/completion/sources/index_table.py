"""Reading a table as `mseedindex` makes it, in SQLite or PostgreSQL: one row a run of bytes of a file.

Columns: network station location channel starttime endtime samplerate filename byteoffset bytes timespans.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg2

from monitoring.completion.sources.selection import Selection
from monitoring.web.limits import Limits
from monitoring.web.trouble import Cancelled, Trouble, permanent, temporary
from qualitycontrol.archive import instants
from qualitycontrol.archive.spans import Span

MOST_ROWS = 100_000
CONNECT = 10  # seconds
STEPS = 10_000  # of SQLite's machine between two looks at the limits
NUMBERS = re.compile(r"(-?\d+(?:\.\d+)?)\s*[:,]\s*(-?\d+(?:\.\d+)?)")  # [a:b] in SQLite, [a,b] in PostgreSQL

PLAIN = "to_char({}, 'YYYY-MM-DD\"T\"HH24:MI:SS.US')"
ZONED = PLAIN.format("{} AT TIME ZONE 'UTC'")


@dataclass(frozen=True)
class Row:
    """A run of bytes, and the spans its records cover, [start, end) in ns."""

    file: str
    offset: int
    bytes: int
    spans: list[Span]


def of_sqlite(path: Path, table: str, asked: Selection, limits: Limits) -> list[Row]:
    """The file is opened for reading only. Raises Trouble."""
    question = _question(table, "?", "starttime", "endtime", "timespans")
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=CONNECT)) as database:
            database.execute("PRAGMA trusted_schema = OFF")
            database.set_progress_handler(lambda: _is_over(limits), STEPS)
            return list(_rows(database.execute(question, _values(asked)), asked))
    except sqlite3.Error as problem:
        limits.check()
        raise temporary("no_connection", f"the index can not be read: {problem}") from None


def of_postgres(dsn: str, table: str, asked: Selection, limits: Limits) -> list[Row]:
    """Raises Trouble, whose words hold nothing of the address."""
    seconds = int(limits.seconds) + 1
    try:
        options = f"-c statement_timeout={seconds * 1000} -c default_transaction_read_only=on -c TimeZone=UTC"
        connected = psycopg2.connect(dsn, connect_timeout=CONNECT, options=options)
        with closing(connected) as database, database.cursor() as cursor:
            form = ZONED if _has_zone(cursor, table) else PLAIN
            starts, ends = form.format("starttime"), form.format("endtime")
            cursor.execute(_question(table, "%s", starts, ends, "timespans::text"), _values(asked))
            return list(_rows(cursor, asked))
    except psycopg2.Error as problem:
        raise temporary("no_connection", f"the index does not answer ({type(problem).__name__})") from None


def _has_zone(cursor: Any, table: str) -> bool:
    cursor.execute(
        "SELECT data_type FROM information_schema.columns WHERE table_name = %s AND column_name = 'starttime'",
        [table.rpartition(".")[2]],
    )
    row = cursor.fetchone()
    return bool(row and "with time zone" in row[0])


def _question(table: str, mark: str, starts: str, ends: str, spans: str) -> str:
    """The name of the table was checked to be one; everything else is a value."""
    where = " AND ".join(f"{name} = {mark}" for name in ("network", "station", "location", "channel"))
    return (
        f"SELECT {starts}, {ends}, samplerate, filename, byteoffset, bytes, {spans} FROM {table} "  # noqa: S608
        f"WHERE {where} AND starttime <= {mark} AND endtime >= {mark} ORDER BY starttime, filename, byteoffset "
        f"LIMIT {MOST_ROWS + 1}"
    )


def _values(asked: Selection) -> list[str]:
    stream = asked.stream
    end, start = (instants.text(instant).removesuffix("Z") for instant in (asked.end_ns, asked.start_ns))
    return [stream.network, stream.station, stream.location, stream.channel, end, start]


def _rows(found: Any, asked: Selection) -> Iterator[Row]:
    for number, (start, end, rate, file, offset, size, spans) in enumerate(found):
        if number >= MOST_ROWS:
            raise permanent("too_large", f"the index has more than {MOST_ROWS} rows of {asked.stream}")
        try:
            period = round(instants.SECOND / float(rate)) if rate else 0
            told = _spans(spans, period) or [(instants.parse(start), instants.parse(end) + period)]
            yield Row(str(file), int(offset), int(size), told)
        except (TypeError, ValueError) as problem:
            raise temporary("bad_answer", f"a row of the index is not understood: {problem}") from None


def _spans(text: str | None, period: int) -> list[Span]:
    """Times are those of first and last samples, in seconds since 1970."""
    pairs = NUMBERS.findall(text or "")
    return [
        (int(Decimal(first) * instants.SECOND), int(Decimal(last) * instants.SECOND) + period)
        for first, last in pairs
    ]


def _is_over(limits: Limits) -> bool:
    """SQLite breaks off when this is true."""
    try:
        limits.check()
    except (Cancelled, Trouble):
        return True
    return False
