"""Lists of events, with or without aux data, as JSON or CSV."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from logging_core.compat import answers, csv
from logging_core.compat.errors import Refused
from logging_core.compat.record_names import add_record_ids
from logging_core.events.exports import EventRow, event_rows
from logging_core.events.models import Event
from logging_core.events.queries import EventQuerySet
from logging_core.exchange.as_sealog import shapes

Json = dict[str, Any]


def list_events(person: Any, events: EventQuerySet, asked: Json, with_aux_data: bool = False) -> HttpResponseBase:
    rows = event_rows(events, offset=asked.get("offset", 0), limit=asked.get("limit"), with_aux_data=with_aux_data)
    parts = _shaped(person, rows, asked, with_aux_data)
    return csv.events(parts) if asked.get("format") == "csv" else answers.listed(parts)


def one_event(
    person: Any, id: str, asked: Json, unknown: Refused, with_aux_data: bool = False
) -> HttpResponseBase:
    rows = event_rows(Event.objects.alive().filter(id=id), with_aux_data=with_aux_data)
    part = next(_shaped(person, rows, asked, with_aux_data), None)
    if part is None:
        raise unknown
    return csv.events(iter([part])) if asked.get("format") == "csv" else answers.ok(part[0])


def _shaped(
    person: Any, parts: Iterator[list[EventRow]], asked: Json, with_aux_data: bool
) -> Iterator[list[Json]]:
    for rows in parts:
        shaped = [shapes.event_of_row(row) for row in rows]
        if asked.get("add_record_ids"):
            add_record_ids(person, rows, shaped)
        if with_aux_data:
            for row, shape in zip(rows, shaped, strict=True):
                shape["aux_data"] = shapes.aux_data_of_row(row)
        yield shaped


def count(events: EventQuerySet) -> HttpResponse:
    return answers.ok({"events": events.order_by().count()})
