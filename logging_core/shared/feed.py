"""The change feed: give me everything after N."""

from dataclasses import dataclass
from typing import Any

from logging_core.shared import clock, permissions
from logging_core.shared.models import Change, FeedHead

FURTHEST_BEHIND = 5000


@dataclass(frozen=True)
class Position:
    """A place in the journal. The epoch tells one database from another (a restored or emptied one)."""

    epoch: str
    seq: int


def head() -> Position:
    row = FeedHead.objects.get()
    return Position(str(row.epoch), row.seq)


def after(seq: int, up_to: int | None = None) -> list[Change]:
    rows = Change.objects.filter(seq__gt=seq)
    if up_to is not None:
        rows = rows.filter(seq__lte=up_to)
    return list(rows.order_by("seq").defer("reason")[: FURTHEST_BEHIND + 1])


def can_follow(since: Position, now: Position) -> bool:
    """Whether somebody at `since` can be brought up to date by changes alone."""
    return since.epoch == now.epoch and 0 <= now.seq - since.seq <= FURTHEST_BEHIND


def message(change: Change, person: permissions.Person | None) -> dict[str, Any]:
    """The change as a person may see it; of what he may not see only the number is left."""
    if not permissions.may_see_change(person, change.kind, change.restricted):
        return {"type": "change", "seq": change.seq, "kind": None}
    return {
        "type": "change",
        "seq": change.seq,
        "at": clock.iso(change.at),
        "kind": change.kind,
        "verb": change.verb,
        "id": change.record_id,
        "version": change.version,
        "actor": change.actor,
        "record": change.after,
    }
