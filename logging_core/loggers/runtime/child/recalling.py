"""Stored values for a logger that reads them (DatabaseReader): the only one that talks to the database itself."""

import contextlib
from typing import Any

from logging_core.loggers.site import Value

CONNECT_S = 3
OPTIONS = "-c statement_timeout=20000 -c default_transaction_read_only=on"
# Moments as a whole: values that share the last time come, too.
QUERY = """
SELECT (extract(epoch FROM at) * 1000000)::bigint, name, source, number, text
FROM logging_core_sample JOIN logging_core_stream ON logging_core_stream.id = stream_id
WHERE at > 'epoch'::timestamptz + %(after)s * interval '1 microsecond'
    AND (%(names)s::text[] IS NULL OR name = ANY(%(names)s))
ORDER BY at FETCH FIRST %(most)s ROWS WITH TIES
"""


class Recall:
    """A `site.Recall`. Connects when it is called first; raises OSError while the database is away."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: Any = None

    def __call__(self, names: list[str] | None, after: int, most: int) -> list[Value]:
        import psycopg2

        try:
            return self._ask(psycopg2, {"names": names, "after": after, "most": most})
        except psycopg2.Error as trouble:
            self._hang_up()
            raise OSError(str(trouble).strip()) from trouble

    def _ask(self, psycopg2: Any, asked: dict[str, Any]) -> list[Value]:
        if self._connection is None:
            self._connection = psycopg2.connect(self._url, connect_timeout=CONNECT_S, options=OPTIONS)
            self._connection.autocommit = True
        with self._connection.cursor() as cursor:
            cursor.execute(QUERY, asked)
            rows = cursor.fetchall()
        return [(at, name, source, text if number is None else number) for at, name, source, number, text in rows]

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(Exception):
                connection.close()
