"""The unit of work of every action: one transaction whose changes are written, numbered and announced together.

Numbers are gap-safe: the head row is locked as the last step before the commit, so numbers become visible in
their order, and whoever has seen N will never miss a lower one. The announcement is PostgreSQL's NOTIFY, which
rings at the commit and only then. It is a hint; the journal is the truth (`feed.py` reads it).
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from logging_core.shared import clock

CHANNEL = "sealog_feed"
COLUMNS = "kind, verb, record_id, version, reason, restricted, quiet, before, after, actor, actor_id, via"
ROW = "(%s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s::jsonb, %s, %s, %s)"
# One statement takes the numbers, writes the rows and rings the bell: between them no thread of ours has to run,
# so that the head stays locked as short as can be.
WRITE = """
WITH head AS (
    UPDATE logging_core_feedhead SET seq = seq + %s
    RETURNING seq - %s AS start, pg_notify(%s, seq::text) AS bell
)
INSERT INTO logging_core_change (seq, at, {columns})
SELECT head.start + given.place, %s, {given}
FROM head, (VALUES {rows}) AS given (place, {columns})
"""


@dataclass(frozen=True)
class Actor:
    """Who acts, and through which door (page, api, task, command)."""

    name: str
    id: str = ""
    via: str = "page"


# Asked before each change; one that raises a Refusal undoes the unit of work (records that are kept read-only).
guards: list[Callable[[Actor, str], None]] = []


@dataclass
class Changes:
    """What one unit of work changed, in order."""

    actor: Actor
    reason: str = ""
    rows: list[tuple[Any, ...]] = field(default_factory=list)

    def add(
        self,
        kind: str,
        verb: str,
        record_id: str,
        *,
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
        version: int = 1,
        restricted: bool = False,
        quiet: bool = False,
    ) -> None:
        actor = self.actor
        for guard in guards:
            guard(actor, kind)
        what = (kind, verb, record_id, version, self.reason, restricted, quiet, _json(before), _json(after))
        self.rows.append((*what, actor.name[:100], actor.id, actor.via))

    def write(self) -> None:
        """The last step before the commit."""
        count = len(self.rows)
        if not count:
            return
        given = ", ".join(f"given.{column}" for column in COLUMNS.split(", "))
        statement = WRITE.format(columns=COLUMNS, given=given, rows=", ".join([ROW] * count))
        values = [value for place, row in enumerate(self.rows, start=1) for value in (place, *row)]
        with connection.cursor() as cursor:
            cursor.execute(statement, [count, count, CHANNEL, clock.now(), *values])


def _json(record: dict[str, Any] | None) -> str | None:
    return None if record is None else json.dumps(record)


_open: ContextVar[Changes | None] = ContextVar("open_changes", default=None)


@contextmanager
def recorded(actor: Actor, reason: str = "") -> Iterator[Changes]:
    """One transaction with its journal. An action called inside another one joins the outer transaction."""
    outer = _open.get()
    if outer is not None:
        yield outer
        return
    changes = Changes(actor, reason)
    token = _open.set(changes)
    try:
        with transaction.atomic():
            yield changes
            changes.write()
    finally:
        _open.reset(token)
