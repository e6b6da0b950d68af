"""Values of the streams that a trigger looks at, in the order of time."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from logging_core.automation.triggers.models import Kind
from logging_core.streams.models import Sample, Stream, StreamLatest

TOGETHER = timedelta(seconds=10)  # latitude and longitude further apart are no position
Values = list[tuple[datetime, Any]]


class NotThere(Exception):
    """A stream that the trigger needs has no value yet; says which."""


@dataclass(frozen=True)
class Latest:
    """The time of the newest value, that value, and how people read it."""

    at: datetime
    value: Any
    said: str


def stream_names(kind: str, setting: dict[str, Any]) -> list[str]:
    if kind == Kind.GEOFENCE:
        return [setting["latitude"], setting["longitude"]]
    return [setting["stream"]]


def latest(kind: str, setting: dict[str, Any]) -> Latest:
    """Raises NotThere."""
    rows = [_latest_of(name) for name in stream_names(kind, setting)]
    if kind != Kind.SILENCE and any(row.number is None for row in rows):
        raise NotThere("the stream holds texts, no numbers")
    if kind == Kind.GEOFENCE:
        place = (rows[0].number, rows[1].number)
        return Latest(min(row.at for row in rows), place, in_words(place))
    row = rows[0]
    value = row.text if row.number is None else row.number
    return Latest(row.at, value, in_words(value, row.stream.unit))


def in_words(value: Any, unit: str = "") -> str:
    """A number with six digits at least, a position with five decimals (a metre)."""
    if isinstance(value, tuple):
        return ", ".join(f"{part:.5f}" for part in value)
    text = f"{value:.6g}" if isinstance(value, float) else str(value or "")
    return f"{text} {unit}".strip()[:200]


def values(kind: str, setting: dict[str, Any], after: datetime, until: datetime, most: int) -> Values:
    """The first `most` numbers (no texts), or positions, with `after` < time <= `until`. Raises NotThere."""
    streams = [_latest_of(name).stream for name in stream_names(kind, setting)]
    if kind == Kind.GEOFENCE:
        return _positions(streams[0], streams[1], after, until, most)
    return _numbers(streams[0], after, until, most)


def times(name: str, after: datetime, until: datetime, most: int) -> list[datetime]:
    """When a stream spoke, numbers or texts."""
    return list(_samples(_latest_of(name).stream, after, until).values_list("at", flat=True)[:most])


def _latest_of(name: str) -> StreamLatest:
    found = StreamLatest.objects.select_related("stream").filter(stream__name=name).first()
    if found is None:
        raise NotThere(f"no value of {name} has come yet")
    return found


def _samples(stream: Stream, after: datetime, until: datetime) -> Any:
    return Sample.objects.filter(stream_id=stream.id, at__gt=after, at__lte=until).order_by("at")


def _numbers(stream: Stream, after: datetime, until: datetime, most: int) -> Values:
    numbers = _samples(stream, after, until).filter(number__isnull=False)
    return list(numbers.values_list("at", "number")[:most])


def _positions(latitude: Stream, longitude: Stream, after: datetime, until: datetime, most: int) -> Values:
    """Each latitude with the longitude that came with it or last before it."""
    norths = _numbers(latitude, after, until, most)
    if not norths:
        return []
    easts = _numbers(longitude, norths[0][0] - TOGETHER, norths[-1][0], 4 * most)
    times_of_easts = [at for at, _ in easts]
    pairs = [(at, north, bisect_right(times_of_easts, at) - 1) for at, north in norths]
    return [(at, (north, easts[i][1])) for at, north, i in pairs if i >= 0 and at - easts[i][0] <= TOGETHER]
