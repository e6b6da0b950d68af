"""What has been logged before the demonstration begins: events with comments and aux data, stored in one go."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.conf import settings

from logging_core.accounts.models import User
from logging_core.automation.actions import ASNAP
from logging_core.demo import pictures, sea
from logging_core.demo.answers import answers, press, remark
from logging_core.demo.measurements import FRAMES, Instruments, Values, frames
from logging_core.demo.people import PILOT
from logging_core.demo.templates import BUTTONS, Button
from logging_core.demo.voyage import Dive
from logging_core.events.bulk import add_aux_data, add_events
from logging_core.events.models import AuxData, Comment, Event
from logging_core.events.rules import checked_options
from logging_core.shared import clock
from logging_core.shared.announce import Actor
from logging_core.shared.ids import id_for

SEED = 118
PAUSE_ON_PAST_DIVE_S, PAUSE_ON_THIS_DIVE_S = 300, 75  # on average between two events of people
DENSE_FOR, THIN_S, THINNER_S = timedelta(minutes=20), 60, 300  # ASNAP: every interval lately, thinner before
PICTURES_TAKEN = 30  # moments of the present dive; each gives a picture of every camera
REMARKS_LATER = (
    "identification to be checked on the video",
    "same colony as before",
    "ID written on the box: see log",
)
BETWEEN_DIVES = (
    "Multibeam survey of the next site",
    "ROV on deck, samples handed over",
    "Wind 18 kn, swell 1.5 m",
)
MILESTONE_BUTTONS = {button.name: button for button in BUTTONS if button.milestone}


@dataclass
class Past:
    """Events and comments as they come together, people by their name."""

    random: Random
    people: dict[str, User]
    events: list[Event] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)

    def log(self, button: Button, author: str, ts: datetime) -> None:
        self._add(button.value, author, ts, answers(button, self.random), remark(button, self.random), button.id)
        if self.random.random() < 0.06:
            self._comment(self.events[-1])

    def note(self, author: str, ts: datetime, text: str) -> None:
        self._add("FREE_FORM", author, ts, [], text, "")

    def milestone(self, name: str, ts: datetime) -> None:
        button = MILESTONE_BUTTONS[name]
        self._add(button.value, PILOT, ts, answers(button, self.random), "", button.id)

    def snap(self, ts: datetime) -> None:
        """An ASNAP event under the id that the service gives this period."""
        self.events.append(Event(id=id_for(ts, ASNAP), value=ASNAP, author="asnap", ts=ts, **_arrived(ts, 0)))

    def _add(
        self, value: str, author: str, ts: datetime, options: list[dict[str, Any]], text: str, template_id: str
    ) -> None:
        moment = clock.to_millisecond(ts)
        self.events.append(
            Event(
                id=id_for(moment, f"demo {value} {author} {len(self.events)}"),
                value=value,
                author=author,
                ts=moment,
                options=checked_options(options),
                free_text=text,
                template_id=template_id,
                created_by=self.people[author],
                **_arrived(moment, self.random.randint(40, 400)),
            )
        )

    def _comment(self, event: Event) -> None:
        author = self.random.choice(list(self.people.values()))
        at = event.ts + timedelta(seconds=self.random.randint(30, 900))
        text = self.random.choice(REMARKS_LATER)
        self.comments.append(Comment(event=event, author=author.username, created_by=author, text=text, at=at))


def _arrived(ts: datetime, after_ms: int) -> dict[str, datetime]:
    return {"captured_at": ts, "received_at": ts + timedelta(milliseconds=after_ms)}


def make_past(*, actor: Actor, people: list[User], instruments: Instruments, moment: datetime) -> int:
    """Store everything that happened before a moment; returns the number of events."""
    past = Past(Random(SEED), {person.username: person for person in people})  # noqa: S311
    for dive in instruments.dives:
        _dive(past, dive, moment)
    _between_dives(past, instruments, moment)
    past.events.sort(key=lambda event: event.ts)
    add_events(actor=actor, events=past.events, comments=past.comments)
    add_aux_data(actor=actor, rows=list(_aux_data(past.events, instruments)))
    return len(past.events)


def dive_stats(dive: Dive, stop: datetime) -> dict[str, Any]:
    """Maximum depth (m) and bounding box (north, east, south, west) of a dive until `stop`."""
    poses = [sea.vehicle(dive, ts) for ts in _every(300, dive.start, stop)]
    latitudes, longitudes = [pose.latitude for pose in poses], [pose.longitude for pose in poses]
    box = [max(latitudes), max(longitudes), min(latitudes), min(longitudes)]
    return {
        "max_depth": round(max(pose.depth for pose in poses), 2),
        "bounding_box": [round(edge, 6) for edge in box],
    }


def _dive(past: Past, dive: Dive, moment: datetime) -> None:
    for name, ts in _milestones(dive):
        past.milestone(name, ts)
    until = min(dive.off_bottom or moment, moment)
    pause = PAUSE_ON_PAST_DIVE_S if dive.stop else PAUSE_ON_THIS_DIVE_S
    ts = dive.on_bottom + timedelta(seconds=40)
    while ts < until:
        past.log(press(past.random), past.random.choice(list(past.people)), ts)
        ts += timedelta(seconds=4 + past.random.expovariate(1 / pause), milliseconds=past.random.randrange(1000))
    for ts in _snaps(dive, moment):
        past.snap(ts)


def _milestones(dive: Dive) -> list[tuple[str, datetime]]:
    times = {
        "Off deck": dive.start,
        "Descending": dive.descending,
        "On bottom": dive.on_bottom,
        "Off bottom": dive.off_bottom,
        "On surface": dive.on_surface,
        "On deck": dive.stop,
    }
    return [(name, ts) for name, ts in times.items() if ts is not None]


def _snaps(dive: Dive, moment: datetime) -> Iterator[datetime]:
    if dive.stop is not None:
        yield from _every(THINNER_S, dive.start, dive.stop)
        return
    yield from _every(THIN_S, dive.start, moment - DENSE_FOR)
    yield from _every(settings.ASNAP_INTERVAL, moment - DENSE_FOR, moment)


def _every(seconds: int, start: datetime, stop: datetime) -> Iterator[datetime]:
    """Whole periods of the clock from `start` until before `stop`."""
    period = -int(-start.timestamp() // seconds)
    while (ts := clock.EPOCH + timedelta(seconds=period * seconds)) < stop:
        yield ts
        period += 1


def _between_dives(past: Past, instruments: Instruments, moment: datetime) -> None:
    for dive in instruments.dives[:-1]:
        for text in BETWEEN_DIVES:
            ts = (dive.stop or moment) + timedelta(minutes=past.random.randint(20, 600))
            past.note(past.random.choice(list(past.people)), ts, text)


def _aux_data(events: list[Event], instruments: Instruments) -> Iterator[AuxData]:
    pictured = _pictured(events, instruments.dives[-1])
    for event in events:
        values: dict[str, Values] = instruments.read(event.ts)
        if event.id in pictured:
            values[FRAMES] = frames(pictured[event.id])
        for source, data_array in values.items():
            yield AuxData(event=event, data_source=source, data_array=data_array)


def _pictured(events: list[Event], dive: Dive) -> dict[str, dict[str, str]]:
    """Pictures of the present dive's events that people logged. Neighbours share one: drawing takes time."""
    logged = [event for event in events if event.value != ASNAP and event.ts >= dive.start]
    shared = -(-len(logged) // PICTURES_TAKEN)
    found = {}
    for place, event in enumerate(logged):
        if place % shared == 0:
            taken = pictures.grab(dive, event.ts)
        found[event.id] = taken
    return found
