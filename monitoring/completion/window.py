"""The window of analysis: which time of the archive an update looks at. All times UTC."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from qualitycontrol.archive import instants

HOURLY, DAILY = "hourly", "daily"
UNIT = {HOURLY: timedelta(hours=1), DAILY: timedelta(days=1)}


@dataclass(frozen=True)
class Shape:
    """Frequency, length and latency, in units of the granularity; `hour` is when a daily update runs."""

    granularity: str = HOURLY
    frequency: int = 1
    length: int = 2
    latency: int = 1
    hour: int = 0

    @property
    def unit(self) -> timedelta:
        return UNIT[self.granularity]

    @property
    def period(self) -> timedelta:
        """From one update to the next."""
        return self.frequency * self.unit


@dataclass(frozen=True)
class Window:
    """[start, end): up to `new_from` it was asked for before, from there on it is new."""

    start: datetime
    new_from: datetime
    end: datetime

    @property
    def start_ns(self) -> int:
        return instants.of(self.start)

    @property
    def end_ns(self) -> int:
        return instants.of(self.end)


def window(shape: Shape, now: datetime, covered_until: datetime | None = None, limit: int = 0) -> Window:
    """The window at `now`.

    When updates were missed, it reaches back to `covered_until`, the end of the last one, but at most `limit`
    units further than its length.
    """
    base = _base(shape, now)
    end = base - shape.latency * shape.unit
    start = end - shape.length * shape.unit
    new_from = end - shape.period
    if covered_until is not None and covered_until < new_from:
        new_from = max(covered_until, start - limit * shape.unit)
        start = min(start, new_from)
    return Window(start, new_from, end)


def _base(shape: Shape, now: datetime) -> datetime:
    """Now, cut to the full hour or to midnight."""
    hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    return hour if shape.granularity == HOURLY else hour.replace(hour=0)


def next_run(shape: Shape, last: datetime) -> datetime:
    """A period after the last one, on the full hour, or at the hour of a daily update."""
    due = _base(shape, last) + shape.period
    return due if shape.granularity == HOURLY else due.replace(hour=shape.hour)


def first_run(shape: Shape, now: datetime) -> datetime:
    """The next full hour, or the next time it is the hour of a daily update."""
    due = _base(shape, now)
    if shape.granularity == HOURLY:
        return due + shape.unit
    due = due.replace(hour=shape.hour)
    return due if due > now else due + shape.unit


@dataclass(frozen=True)
class Stretch:
    """One stretch of the time line that forms draw: what it means, from when to when, in units."""

    name: str  # past, again, new, latency
    start: datetime
    end: datetime
    units: int


PAST_SHOWN = 5  # units


def timeline(shape: Shape, now: datetime) -> list[Stretch]:
    """Not updated any more, to be updated again, new data, latency; in the order of time."""
    seen, base = window(shape, now), _base(shape, now)
    past = seen.start - PAST_SHOWN * shape.unit
    return [
        Stretch("past", past, seen.start, PAST_SHOWN),
        Stretch("again", seen.start, seen.new_from, shape.length - shape.frequency),
        Stretch("new", seen.new_from, seen.end, shape.frequency),
        Stretch("latency", seen.end, base, shape.latency),
    ]
