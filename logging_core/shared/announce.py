"""The unit of work of every action: one transaction whose changes are written, numbered and announced together.

Numbers are gap-safe: the head row is locked as the last step before the commit, so numbers become visible in
their order, and whoever has seen N will never miss a lower one. The announcement is PostgreSQL's NOTIFY, which
rings at the commit and only then. It is a hint; the journal is the truth (`feed.py` reads it).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from logging_core.shared import clock
from logging_core.shared.models import Change

CHANNEL = "sealog_feed"
# Takes the numbers and rings the bell in one statement; it rings at the commit and only then.
ADVANCE = "UPDATE logging_core_feedhead SET seq = seq + %s RETURNING seq, pg_notify(%s, seq::text)"


@dataclass(frozen=True)
class Actor:
    """Who acts, and through which door (page, api, task, command)."""

    name: str
    id: str = ""
    via: str = "page"


@dataclass
class Changes:
    """What one unit of work changed, in order."""

    actor: Actor
    reason: str = ""
    rows: list[Change] = field(default_factory=list)

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
        self.rows.append(
            Change(
                kind=kind,
                verb=verb,
                record_id=record_id,
                before=before,
                after=after,
                version=version,
                restricted=restricted,
                quiet=quiet,
                actor=self.actor.name[:100],
                actor_id=self.actor.id,
                via=self.actor.via,
                reason=self.reason,
            )
        )

    def write(self) -> None:
        if not self.rows:
            return
        with connection.cursor() as cursor:
            cursor.execute(ADVANCE, [len(self.rows), CHANNEL])
            last = cursor.fetchone()[0]
        moment = clock.now()
        for seq, row in enumerate(self.rows, start=last - len(self.rows) + 1):
            row.seq, row.at = seq, moment
        Change.objects.bulk_create(self.rows, batch_size=1000)


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
