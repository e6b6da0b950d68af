"""What stands in the files of an export: the answers of the routes of existing servers, piece by piece."""

import json
from collections.abc import Iterable, Iterator
from itertools import chain

from logging_core.compat import csv, shapes
from logging_core.compat.event_query import Window
from logging_core.compat.shapes import Json
from logging_core.event_templates.models import EventTemplate
from logging_core.events.exports import event_rows
from logging_core.events.filters import EventFilter
from logging_core.events.models import AuxData, Event
from logging_core.events.queries import EventQuerySet
from logging_core.voyages.models import Voyage

ROWS_AT_A_TIME = 1000


def record(voyage: Voyage) -> Iterator[str]:
    yield json.dumps(shapes.voyage(voyage))


def events(voyage: Voyage) -> Iterator[str]:
    return as_list(_events(voyage))


def events_csv(voyage: Voyage) -> Iterator[str]:
    return as_table(_events(voyage))


def exports(voyage: Voyage) -> Iterator[str]:
    """Events with their aux data."""
    return as_list(_exports(voyage))


def exports_csv(voyage: Voyage) -> Iterator[str]:
    return as_table(_exports(voyage))


def aux_data(voyage: Voyage) -> Iterator[str]:
    """The records of each event one after the other, in the order of the events."""
    found = AuxData.objects.current().filter(event__in=events_of(voyage).order_by()).select_related("event")
    in_order = found.order_by("event__ts", "event__ordinal", "ordinal")
    return as_list(aux.record() for aux in in_order.iterator(ROWS_AT_A_TIME))


def templates() -> Iterator[str]:
    records = (template.record() for template in EventTemplate.objects.order_by("ordinal").iterator())
    return as_list(shapes.template_of_record(record, None) for record in records)


def events_of(voyage: Voyage) -> EventQuerySet:
    """Events belong to a cruise or lowering by time."""
    window = Window.of(voyage)
    return Event.objects.matching(EventFilter(start=window.start, stop=window.stop))


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


def _events(voyage: Voyage) -> Iterator[Json]:
    for rows in event_rows(events_of(voyage)):
        yield from map(shapes.event_of_row, rows)


def _exports(voyage: Voyage) -> Iterator[Json]:
    for rows in event_rows(events_of(voyage), with_aux_data=True):
        for row in rows:
            yield shapes.event_of_row(row) | {"aux_data": shapes.aux_data_of_row(row)}
