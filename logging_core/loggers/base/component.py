"""What readers, transforms and writers have in common.

Making a component checks its arguments and touches nothing outside: ports, sockets and files are opened at first
use. That is why a definition can be checked by building it. A component belongs to one thread, except `close`,
`tally` and `trouble`, which any thread may use.
"""

from collections.abc import Callable, Iterable, Sized
from typing import Any, ClassVar

from logging_core.loggers.base.counting import Tally
from logging_core.loggers.base.framing import decoded, encoded
from logging_core.loggers.parsing.json_text import dumps
from logging_core.loggers.parsing.records import DASRecord

PATIENCE = 0.5  # seconds that read() may wait before it says that nothing came
Record = Any  # text, bytes, DASRecord, a mapping, or a list of these; None is nothing


class EndOfInput(Exception):
    """A reader has given its last record: a file without tail, or several of them."""


class NotNow(Exception):
    """A writer cannot take the record at present; whoever has a queue keeps it and tries again."""


class Component:
    """`trouble` says what a component is retrying, and is None while all is well; `tally` what was not kept.
    `count` is the records it gave (readers, transforms) or took (writers), kept by whoever calls it.

    A constructor that takes `**arguments` hands them to `passes_on`, and accepts what that accepts.
    """

    passes_on: ClassVar[Callable[..., Any] | None] = None
    count = 0
    quiet = False
    encoding: str | None = "utf-8"
    encoding_errors = "ignore"

    def __init__(self) -> None:
        self.tally = Tally()
        self.trouble: str | None = None

    def parts(self) -> Iterable["Component"]:
        """Components inside this one, for the figures of a logger."""
        return ()

    def cautions(self) -> list[str]:
        """What an operator should know about the arguments though they can be used."""
        return []

    def start(self) -> None:
        """Called once in the process of the logger, before its first read."""

    def close(self) -> None:
        """Gives everything back that was opened; may be called twice, and from another thread."""

    def refuse(self, record: Record) -> None:
        self.tally.add(f"not a type for {type(self).__name__}", record)


class Reader(Component):
    """Where records come from.

    `waits` tells that nothing is lost when it is not read for a while, as with files.
    """

    waits = False

    def read(self) -> Record:
        """The next record, a list of records, or None when nothing came for about PATIENCE seconds.

        Blocks no longer than that, so that a loop around it can be stopped. Faults of the source are counted and
        retried with growing delays; only the end of a finite input raises, and that is EndOfInput.
        """
        raise NotImplementedError

    def record_of(self, data: bytes) -> str | bytes | None:
        """Bytes as text in the encoding of this reader; what is no such text is counted, and None.

        Bytes that the encoding has no letter for are left out or replaced by default; that is counted too.
        """
        try:
            record = decoded(data, self.encoding, self.encoding_errors)
        except ValueError:
            self.tally.add("not in the encoding", data[:80])
            return None
        if isinstance(record, str) and not data.isascii() and encoded(record, self.encoding, "ignore") != data:
            self.tally.add("bytes that are not in the encoding", data[:80])
        return record


class Transform(Component):
    """Makes something of a record; never waits for anything outside."""

    def transform(self, record: Record) -> Record:
        """The new record, a list of records, or None for nothing; lists are taken element by element."""
        if record is None or record == "":
            return None
        if isinstance(record, list):
            return [new for new in map(self.transform, record) if new is not None]
        return self.change(record)

    def change(self, record: Record) -> Record:
        """The work on one record that is not a list."""
        raise NotImplementedError


class TextTransform(Transform):
    """A transform of text. A record or mapping is taken as its JSON; a number passes as text without the work."""

    def transform(self, record: Record) -> Record:
        if type(record) is str:
            return self.change(record) if record else None
        if isinstance(record, int | float):
            return str(record)
        if isinstance(record, DASRecord | dict):
            return self.change(as_text(record))
        if record is None or isinstance(record, list):
            return super().transform(record)
        return self.refuse(record)


class FieldsTransform(Transform):
    """A transform of values: `change` gets a DASRecord or a mapping; all else is counted and dropped."""

    def transform(self, record: Record) -> Record:
        if isinstance(record, DASRecord | dict):
            return self.change(record)
        if record is None or isinstance(record, list):
            return super().transform(record)
        return self.refuse(record)


class Writer(Component):
    """Where records go.

    `local` writers return at once and are called directly; the others get a lane (a queue and a thread) each.
    `backlog` is how many records their lane keeps while they cannot write. `busy_since` (monotonic seconds) is set
    during a write, to tell a writer that hangs; `lane` is the queue it was given, if any.
    """

    local = False
    backlog = 10_000
    busy_since: float | None = None
    lane: Sized | None = None

    def write(self, record: Record) -> None:
        """Writes one record or a list. May wait for its target; raises NotNow when it may be tried again."""
        raise NotImplementedError

    def bytes_of(self, record: Record) -> bytes | None:
        """What goes out for a text, bytes, a record or a mapping; anything else is counted, and None."""
        text = as_text(record)
        if not isinstance(text, str | bytes):
            self.refuse(record)
            return None
        try:
            return encoded(text, self.encoding, self.encoding_errors)
        except ValueError:
            self.tally.add("not in the encoding", text)
            return None


class BatchWriter(Writer):
    """A writer that takes many records at once, wholly or (raising NotNow) not at all."""

    batch = 500

    def write(self, record: Record) -> None:
        self.write_batch(record if isinstance(record, list) else [record])

    def write_batch(self, records: list[Record]) -> None:
        raise NotImplementedError


def as_text(record: Record) -> Record:
    """Text in place of a record or mapping; everything else as it is."""
    if isinstance(record, DASRecord):
        return record.as_json()
    return dumps(record) if isinstance(record, dict) else record
