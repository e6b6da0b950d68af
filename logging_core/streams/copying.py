"""Samples to PostgreSQL in its binary COPY form: doubles and times arrive bit by bit, and nothing needs quoting.

Form: https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format".
"""

import io
from collections.abc import Iterable
from struct import Struct
from typing import Any

COPY = "COPY logging_core_sample (stream_id, at, number, text) FROM STDIN WITH (FORMAT binary)"
HEADER = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
TRAILER = b"\xff\xff"
NULL = -1
SECONDS_TO_2000 = 946_684_800  # PostgreSQL counts microseconds from 2000-01-01
OFFSET = SECONDS_TO_2000 * 1_000_000
_number = Struct("!hiiiqidi").pack  # number of columns, then each column with its length before it
_text = Struct("!hiiiqii").pack

Row = tuple[int, int, float | None, str | None]


def copy(cursor: Any, rows: Iterable[Row]) -> None:
    """Rows are stream, microseconds since 1970, number, text."""
    cursor.copy_expert(COPY, io.BytesIO(b"".join([HEADER, *map(_encoded, rows), TRAILER])))


def _encoded(row: Row) -> bytes:
    stream, at, number, text = row
    if text is None:
        return _number(4, 4, stream, 8, at - OFFSET, 8, number, NULL)
    raw = text.encode()
    return _text(4, 4, stream, 8, at - OFFSET, NULL, len(raw)) + raw
