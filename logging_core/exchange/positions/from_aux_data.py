"""Positions from the aux data of events: what the data source measured at each of them."""

from collections.abc import Iterator
from typing import Any

from logging_core.events.filters import EventFilter
from logging_core.events.models import AuxData, Event
from logging_core.exchange.as_sealog.window import Window
from logging_core.exchange.positions.fixes import Fix, fix

ROWS_AT_A_TIME = 2000
NAMES = ("longitude", "latitude", "depth")


def fixes(source: str, window: Window, at_depth: bool) -> Iterator[Fix]:
    """In the order of time; records in which a value is missing are dropped."""
    events = Event.objects.matching(EventFilter(start=window.start, stop=window.stop)).order_by()
    found = AuxData.objects.current().filter(event__in=events, data_source=source)
    in_order = found.order_by("event__ts", "event__ordinal", "ordinal").values_list("event__ts", "data_array")
    for at, values in in_order.iterator(ROWS_AT_A_TIME):
        named = _by_name(values)
        position = fix(at, (named.get(name) for name in NAMES), at_depth)
        if position is not None:
            yield position


def _by_name(values: list[dict[str, Any]]) -> dict[str, Any]:
    """Of a name that comes twice the first counts: the second has another column in a table."""
    return {element["data_name"]: element["data_value"] for element in reversed(values)}
