"""What stands in the files of an export: the answers of the routes of existing servers, record by record."""

import json
from collections.abc import Iterable, Iterator
from itertools import chain

from logging_core.event_templates.models import EventTemplate
from logging_core.events.exports import event_rows
from logging_core.events.models import AuxData
from logging_core.exchange.as_sealog import shapes
from logging_core.exchange.as_sealog.shapes import Json
from logging_core.exchange.as_sealog.table import event_table
from logging_core.exchange.as_sealog.window import events_of
from logging_core.voyages.models import Voyage

ROWS_AT_A_TIME = 1000


def events(voyage: Voyage) -> Iterator[Json]:
    for rows in event_rows(events_of(voyage)):
        yield from map(shapes.event_of_row, rows)


def events_with_aux_data(voyage: Voyage) -> Iterator[Json]:
    for rows in event_rows(events_of(voyage), with_aux_data=True):
        for row in rows:
            yield shapes.event_of_row(row) | {"aux_data": shapes.aux_data_of_row(row)}


def aux_data(voyage: Voyage) -> Iterator[Json]:
    """The records of each event one after the other, in the order of the events."""
    found = AuxData.objects.current().filter(event__in=events_of(voyage).order_by()).select_related("event")
    in_order = found.order_by("event__ts", "event__ordinal", "ordinal")
    return (aux.record() for aux in in_order.iterator(ROWS_AT_A_TIME))


def templates(_voyage: Voyage) -> Iterator[Json]:
    found = EventTemplate.objects.order_by("ordinal").iterator()
    return (shapes.template_of_record(template.record(), None) for template in found)


def as_object(record: Json) -> Iterator[str]:
    yield json.dumps(record)


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
    return iter(()) if first is None else event_table(chain([first], records))
