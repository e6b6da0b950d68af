"""Which events a request means: the filter and the window in time."""

from typing import Any

from logging_core.compat.fields import Choice, Field, Flag, Id, LaxTime, Several, Shape, Text, Time, Whole
from logging_core.compat.voyage_query import find_for_events
from logging_core.events.filters import EventFilter, Terms
from logging_core.exchange.as_sealog.window import Window
from logging_core.voyages.models import Cruise, Lowering

WORDS = Several(of=Text(most=1000), one_is_fine=True)
FORMAT = Choice(of=("json", "csv"))
PAGING: dict[str, Field] = {"offset": Whole(), "limit": Whole(least=1)}
TERMS: dict[str, Field] = dict.fromkeys(("value", "author", "freetext", "fulltext", "datasource"), WORDS)
SHOWN: dict[str, Field] = {"format": FORMAT, "add_record_ids": Flag()}
EVENTS = Shape(fields={**TERMS, "startTS": Time(), "stopTS": Time(), "sort": Text(), **PAGING, **SHOWN})
EXPORTS = Shape(fields={**TERMS, "startTS": LaxTime(), "stopTS": LaxTime(), "sort": Text(), **PAGING, **SHOWN})
AUX_DATA = Shape(fields={"eventID": Id(), **TERMS, "startTS": Time(), "stopTS": Time(), "sort": Text(), **PAGING})
ONE_EVENT = Shape(fields=SHOWN)


def of_cruise(person: Any, id: str, unknown: str, status: int = 400) -> Window:
    return Window.of(find_for_events(person, Cruise, id, unknown, status))


def of_lowering(person: Any, id: str, unknown: str, status: int = 400) -> Window:
    return Window.of(find_for_events(person, Lowering, id, unknown, status))


def event_filter(asked: dict[str, Any], window: Window) -> EventFilter:
    """The filter of a request without its data sources: routes differ in how they look at those."""
    narrowed = window.narrowed(asked)
    return EventFilter(
        **{name: Terms.of(asked.get(name, ())) for name in ("value", "author", "freetext", "fulltext")},
        start=narrowed.start,
        stop=narrowed.stop,
        newest_first=asked.get("sort") == "newest",
    )
