"""The names of the cruise and the lowering during which events happened."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from logging_core.events.exports import EventRow
from logging_core.voyages.models import Cruise, Lowering

Span = tuple[str, datetime, datetime | None]


def add_record_ids(person: Any, rows: list[EventRow], shapes: list[dict[str, Any]]) -> None:
    """Add `cruise_id` and `lowering_id` where there is one that the person may know of; of several the first."""
    first, last = min(row.ts for row in rows), max(row.ts for row in rows)
    for model in (Cruise, Lowering):
        spans = _spans(person, model, first, last)
        for row, shape in zip(rows, shapes, strict=True):
            name = _name_at(spans, row.ts)
            if name is not None:
                shape[f"{model.KIND}_id"] = name


def _spans(person: Any, model: type[Cruise] | type[Lowering], first: datetime, last: datetime) -> list[Span]:
    until = Q(stop_ts__isnull=True) | Q(stop_ts__gte=first)
    around = model.objects.visible_to(person).filter(until, start_ts__lte=last).order_by("ordinal")
    return list(around.values_list("name", "start_ts", "stop_ts"))


def _name_at(spans: list[Span], moment: datetime) -> str | None:
    for name, start, stop in spans:
        if start <= moment and (stop is None or moment <= stop):
            return name
    return None
