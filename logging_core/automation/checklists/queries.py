"""Checklists as they stand."""

from collections.abc import Iterable
from typing import Any

from logging_core.automation.checklists.models import Checklist
from logging_core.shared import clock


def of_lowering(lowering: Any) -> list[dict[str, Any]]:
    """Every checklist of a lowering in the order in which they were begun, as plain dicts for exports.

    `{"id", "title", "kind", "begun_by", "begun_at", "closed_by", "closed_at", "done", "total", "items"}`, of which
    `items` is `[{"id", "text", "who", "done", "author", "signed", "at"}, ...]`. Times are ISO texts in UTC.
    """
    found = Checklist.objects.filter(lowering_uid=lowering.id).order_by("begun_at", "ordinal")
    return [standing(checklist) for checklist in found.prefetch_related("ticks")]


def standing(checklist: Checklist) -> dict[str, Any]:
    """One checklist with what is done of it."""
    ticks = {tick.item_id: tick for tick in checklist.ticks.all()}
    items = [_item(item, ticks.get(item["id"])) for item in checklist.items]
    return {
        "id": checklist.id,
        "title": checklist.title,
        "kind": checklist.kind,
        "begun_by": checklist.begun_by,
        "begun_at": clock.iso(checklist.begun_at),
        "closed_by": checklist.closed_by,
        "closed_at": clock.iso_or_none(checklist.closed_at),
        "done": sum(item["done"] for item in items),
        "total": len(items),
        "items": items,
    }


def standings(checklists: Iterable[Checklist]) -> list[dict[str, Any]]:
    return [standing(checklist) for checklist in checklists]


def _item(item: dict[str, str], tick: Any) -> dict[str, Any]:
    return {
        "id": item["id"],
        "text": item["text"],
        "who": item["who"],
        "done": tick is not None,
        "author": tick.author if tick else "",
        "signed": tick.signed if tick else "",
        "at": clock.iso(tick.at) if tick else None,
    }
