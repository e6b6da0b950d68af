"""The instruments of the demonstration: they follow the journal and attach what they measure to new events."""

from datetime import timedelta

from django.db.models import Exists, OuterRef

from logging_core.automation.actions import ASNAP
from logging_core.demo import pictures, voyage
from logging_core.demo.measurements import FRAMES, VESSEL, Instruments, frames
from logging_core.events.aux_data import attach_aux_data
from logging_core.events.models import AuxData, Event
from logging_core.shared import clock, feed
from logging_core.shared.announce import Actor, recorded
from logging_core.voyages.models import Cruise

ACTOR = Actor("demo instruments", via="command")
LOOK_BACK = 500  # changes: what was logged while this process was away for a moment
FRESH = timedelta(seconds=20)  # a camera sees now, not the past


class Follower:
    """Where the instruments are in the journal."""

    def __init__(self) -> None:
        self.position: feed.Position | None = None

    def step(self) -> list[Event]:
        """Attach aux data to the events that came since the last step; returns them."""
        now = feed.head()
        if self.position is None or not feed.can_follow(self.position, now):
            self.position = feed.Position(now.epoch, max(0, now.seq - LOOK_BACK))
        if now.seq == self.position.seq:
            return []
        changes = feed.after(self.position.seq, now.seq)
        events = _measure({change.record_id for change in changes if change.kind == "event"})
        self.position = now
        return events


def _measure(ids: set[str]) -> list[Event]:
    """Attach aux data to those of some events that need it; returns them."""
    cruise = voyage.stored_cruise() if ids else None
    events = _bare_events(ids, cruise) if cruise else []
    if cruise and events:
        instruments = Instruments(cruise.start_ts, voyage.stored_dives())
        for event in events:
            _attach_to(event, instruments)
    return events


def _bare_events(ids: set[str], cruise: Cruise) -> list[Event]:
    """Those of the cruise that no instrument has seen: new ones, and ones whose time was changed."""
    seen = AuxData.objects.current().filter(event=OuterRef("pk"), data_source=VESSEL)
    events = Event.objects.alive().filter(~Exists(seen), id__in=ids, ts__gte=cruise.start_ts)
    return list(events.filter(ts__lte=cruise.stop_ts) if cruise.stop_ts else events)


def _attach_to(event: Event, instruments: Instruments) -> None:
    values = instruments.read(event.ts)
    dive = instruments.dive_at(event.ts)
    if dive and event.value != ASNAP and abs(clock.now() - event.ts) <= FRESH:
        values[FRAMES] = frames(pictures.grab(dive, event.ts))
    with recorded(ACTOR):
        for source, data_array in values.items():
            attach_aux_data(actor=ACTOR, event=event, data_source=source, data_array=data_array)
