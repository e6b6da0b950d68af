"""What stands in the files of an export: the answers of the routes of existing servers, piece by piece."""

import json
from collections.abc import Iterable, Iterator
from itertools import chain

from logging_core.compat import csv, shapes
from logging_core.compat.shapes import Json
from logging_core.event_templates.models import EventTemplate
from logging_core.events.exports import event_rows
from logging_core.events.filters import EventFilter
from logging_core.events.models import AuxData, Event
from logging_core.events.queries import EventQuerySet
from logging_core.voyages.models import Lowering, Voyage

ROWS_AT_A_TIME = 1000


def voyage(record: Voyage) -> Iterator[str]:
    yield json.dumps(shapes.voyage(record))


def events(lowering: Lowering) -> Iterator[str]:
    return as_list(_events(lowering))


def events_csv(lowering: Lowering) -> Iterator[str]:
    return as_table(_events(lowering))


def exports(lowering: Lowering) -> Iterator[str]:
    """Events with their aux data."""
    return as_list(_exports(lowering))


def exports_csv(lowering: Lowering) -> Iterator[str]:
    return as_table(_exports(lowering))


def aux_data(lowering: Lowering) -> Iterator[str]:
    """The records of each event one after the other, in the order of the events."""
    found = AuxData.objects.current().filter(event__in=events_of(lowering).order_by()).select_related("event")
    in_order = found.order_by("event__ts", "event__ordinal", "ordinal")
    return as_list(aux.record() for aux in in_order.iterator(ROWS_AT_A_TIME))


def templates() -> Iterator[str]:
    records = (template.record() for template in EventTemplate.objects.order_by("ordinal").iterator())
    return as_list(shapes.template_of_record(record, None) for record in records)


def events_of(lowering: Lowering) -> EventQuerySet:
    """Events belong to a lowering by time."""
    return Event.objects.matching(EventFilter(start=lowering.start_ts, stop=lowering.stop_ts))


def as_list(records: Iterable[Json]) -> Iterator[str]:
    """As Python programs write it: ASCII, a blank behind commas and colons, no line end."""
    before = "["
    for record in records:
        yield before + json.dumps(record)
        before = ", "
    yield "[]" if before == "[" else "]"


def as_table(records: Iterator[Json]) -> Iterator[str]:
    """CSV; an empty file when there is nothing."""
    first = next(records, None)
    return iter(()) if first is None else csv.event_table(chain([first], records))


def _events(lowering: Lowering) -> Iterator[Json]:
    for rows in event_rows(events_of(lowering)):
        yield from map(shapes.event_of_row, rows)


def _exports(lowering: Lowering) -> Iterator[Json]:
    for rows in event_rows(events_of(lowering), with_aux_data=True):
        for row in rows:
            yield shapes.event_of_row(row) | {"aux_data": shapes.aux_data_of_row(row)}
