"""What becomes of the payloads of each kind of spool."""

import io
from collections.abc import Callable
from typing import Any

from logging_core.loggers.parsing.records import DASRecord
from logging_core.loggers.runtime.spool import payloads
from logging_core.loggers.runtime.spool.payloads import LogLine
from logging_core.loggers.runtime.text import iso
from logging_core.streams.ingest import ADVANCE, Ingest

LOGS = "COPY logging_core_loggerlog (at, source, level, text) FROM STDIN"
COMMAND = "INSERT INTO logging_core_loggercommand (at, source, text, answer) VALUES (%s, %s, %s, '')"
Refused = dict[str, int]


class Values:
    """Records of a logger: samples of streams, and then live to whoever looks."""

    def __init__(self, connection: Any, publish: Callable[[list[DASRecord]], None]) -> None:
        self._ingest = Ingest(connection)
        self._publish = publish
        self.records = payloads.records

    def position(self, source: str) -> int:
        return self._ingest.position(source) or 0

    def store(self, records: list[DASRecord], source: str, position: int) -> tuple[int, Refused]:
        """Values stored, and what was refused by cause. Commits, position and all."""
        stored = self._ingest.store(records, source=source, position=position)
        self._publish(records)
        return stored.values, stored.refused


class Lines:
    """Log lines, and commands: rows of a table."""

    def __init__(self, connection: Any, insert: Callable[[Any, list[LogLine]], None]) -> None:
        self._connection = connection
        self._insert = insert
        self.records = payloads.lines

    def position(self, source: str) -> int:
        return Ingest(self._connection).position(source) or 0

    def store(self, lines: list[LogLine], source: str, position: int) -> tuple[int, Refused]:
        with self._connection, self._connection.cursor() as cursor:
            cursor.execute(ADVANCE, [source, position])
            if cursor.fetchone() is not None:
                self._insert(cursor, lines)
        return 0, {}


def insert_log(cursor: Any, lines: list[LogLine]) -> None:
    rows = (f"{iso(at)}\t{_escaped(source)}\t{level}\t{_escaped(text)}\n" for at, source, level, text in lines)
    cursor.copy_expert(LOGS, io.StringIO("".join(rows)))


def insert_commands(cursor: Any, lines: list[LogLine]) -> None:
    for at, source, _, text in lines:
        cursor.execute(COMMAND, [iso(at), source, text])


def _escaped(text: str) -> str:
    return (
        text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r").replace("\0", "")
    )
