"""The time in which the events of a cruise, a lowering or a request lie."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from logging_core.events.filters import EventFilter
from logging_core.events.models import Event
from logging_core.events.queries import EventQuerySet
from logging_core.shared import clock
from logging_core.voyages.models import Voyage

# A client whose clock is a little fast would not see its own events.
TOLERANCE = timedelta(minutes=5)


@dataclass(frozen=True)
class Window:
    """Both ends included. A voyage without an end goes on until now."""

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


def events_of(voyage: Voyage) -> EventQuerySet:
    """Living events belong to a cruise or lowering by time; in the order of time."""
    window = Window.of(voyage)
    return Event.objects.matching(EventFilter(start=window.start, stop=window.stop))
