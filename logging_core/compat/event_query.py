"""Which events a request means: the filter and the window in time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from logging_core.compat.fields import Choice, Field, Flag, Id, LaxTime, Several, Shape, Text, Time, Whole
from logging_core.compat.voyage_query import find_for_events
from logging_core.events.filters import EventFilter, Terms
from logging_core.shared import clock
from logging_core.voyages.models import Cruise, Lowering, Voyage

# A client whose clock is a little fast would not see its own events.
TOLERANCE = timedelta(minutes=5)
WORDS = Several(of=Text(most=1000), one_is_fine=True)
FORMAT = Choice(of=("json", "csv"))
PAGING: dict[str, Field] = {"offset": Whole(), "limit": Whole(least=1)}
TERMS: dict[str, Field] = dict.fromkeys(("value", "author", "freetext", "fulltext", "datasource"), WORDS)
SHOWN: dict[str, Field] = {"format": FORMAT, "add_record_ids": Flag()}
EVENTS = Shape(fields={**TERMS, "startTS": Time(), "stopTS": Time(), "sort": Text(), **PAGING, **SHOWN})
EXPORTS = Shape(fields={**TERMS, "startTS": LaxTime(), "stopTS": LaxTime(), "sort": Text(), **PAGING, **SHOWN})
AUX_DATA = Shape(fields={"eventID": Id(), **TERMS, "startTS": Time(), "stopTS": Time(), "sort": Text(), **PAGING})
ONE_EVENT = Shape(fields=SHOWN)


@dataclass(frozen=True)
class Window:
    """The time a route is about."""

    start: datetime
    stop: datetime

    @classmethod
    def so_far(cls) -> "Window":
        return cls(clock.EPOCH, clock.now() + TOLERANCE)

    @classmethod
    def of(cls, voyage: Voyage) -> "Window":
        return cls(voyage.start_ts, voyage.stop_ts or clock.now() + TOLERANCE)

    def narrowed(self, asked: dict[str, Any]) -> "Window":
        """A bound that lies outside is not cut to fit but passed over, as existing servers do."""
        start, stop = asked.get("startTS"), asked.get("stopTS")
        return Window(
            start if start and self._holds(start) else self.start,
            stop if stop and self._holds(stop) else self.stop,
        )

    def _holds(self, moment: datetime) -> bool:
        return self.start <= moment <= self.stop


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
