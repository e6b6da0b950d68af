"""Stored values for a logger that reads them (DatabaseReader): the only one that talks to the database itself."""

import contextlib
from typing import Any

from logging_core.loggers.base.site import Value

CONNECT_S = 3
OPTIONS = "-c statement_timeout=20000 -c default_transaction_read_only=on"
# Stream by stream, as the index lies: the first value after a time, and from there on the values of a window.
# Moments as a whole: values that share the last time come, too.
QUERY = """
WITH wanted AS MATERIALIZED (
    SELECT id, name, source FROM logging_core_stream WHERE %(names)s::text[] IS NULL OR name = ANY(%(names)s)
), first AS MATERIALIZED (
    SELECT min(next.at) AS at FROM wanted CROSS JOIN LATERAL (
        SELECT at FROM logging_core_sample
        WHERE stream_id = wanted.id AND at > 'epoch'::timestamptz + %(after)s * interval '1 microsecond'
        ORDER BY at LIMIT 1
    ) next
)
SELECT (extract(epoch FROM value.at) * 1000000)::bigint, name, source, number, text
FROM first CROSS JOIN wanted CROSS JOIN LATERAL (
    SELECT at, number, text FROM logging_core_sample
    WHERE stream_id = wanted.id AND at >= first.at AND at < first.at + %(window)s * interval '1 second'
) value
ORDER BY value.at FETCH FIRST %(most)s ROWS WITH TIES
"""
LONGEST, SHORTEST = 86_400.0, 0.001  # seconds of a window


class Recall:
    """A `site.Recall`. Connects when it is called first; raises OSError while the database is away."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: Any = None
        self._window = 60.0

    def __call__(self, names: list[str] | None, after: int, most: int) -> list[Value]:
        import psycopg2

        try:
            values = self._ask(psycopg2, {"names": names, "after": after, "most": most, "window": self._window})
        except psycopg2.Error as trouble:
            self._hang_up()
            raise OSError(str(trouble).strip()) from trouble
        self._fit_window(len(values), most)
        return values

    def _ask(self, psycopg2: Any, asked: dict[str, Any]) -> list[Value]:
        if self._connection is None:
            self._connection = psycopg2.connect(self._url, connect_timeout=CONNECT_S, options=OPTIONS)
            self._connection.autocommit = True
        with self._connection.cursor() as cursor:
            cursor.execute(QUERY, asked)
            rows = cursor.fetchall()
        return [(at, name, source, text if number is None else number) for at, name, source, number, text in rows]

    def _fit_window(self, found: int, most: int) -> None:
        """So that a window holds about as many values as are asked for."""
        if found >= most:
            self._window = max(SHORTEST, self._window / 2)
        elif found < most / 2:
            self._window = min(LONGEST, self._window * 2)

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(Exception):
                connection.close()
