"""Reading the journal for people: what happened to one record."""

from typing import Any

from logging_core.shared import clock
from logging_core.shared.models import Change


def history(kind: str, record_id: str) -> list[dict[str, Any]]:
    """Every change of a record, oldest first, each with the record before and after."""
    rows = Change.objects.filter(kind=kind, record_id=record_id).order_by("seq")
    return [
        {
            "seq": row.seq,
            "at": clock.iso(row.at),
            "actor": row.actor,
            "via": row.via,
            "verb": row.verb,
            "reason": row.reason,
            "version": row.version,
            "before": row.before,
            "after": row.after,
        }
        for row in rows
    ]
