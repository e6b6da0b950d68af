"""What may stand in a trigger."""

from math import isfinite
from typing import Any

from logging_core.automation.notifications.notice import checked_notice
from logging_core.automation.triggers.models import Kind
from logging_core.events.rules import checked_free_text, checked_options, checked_value
from logging_core.shared.errors import BadInput, wrong
from logging_core.shared.text import checked_text

LONGEST_S = 86_400.0
MOST_CORNERS = 200
Stored = dict[str, Any]


def checked_trigger(sent: Stored) -> Stored:
    """The fields of a trigger in their stored form. Raises BadInput, which names the field."""
    kind = sent.get("kind")
    if kind not in _SETTINGS:
        raise wrong("kind", f"must be one of {', '.join(_SETTINGS)}")
    event, notice = sent.get("event"), sent.get("notify")
    if not event and not notice:
        raise BadInput("A trigger must log an event or send a notification.", {"event": "or a notification"})
    return {
        "name": checked_text(sent.get("name"), "name", longest=100, shortest=1).strip(),
        "enabled": bool(sent.get("enabled", False)),
        "kind": kind,
        "setting": _SETTINGS[kind](_object(sent.get("setting"), "setting")),
        "event": _event(_object(event, "event")) if event else None,
        "notify": checked_notice(_object(notice, "notify")) if notice else None,
    }


def _object(value: Any, field: str) -> Stored:
    if not isinstance(value, dict):
        raise wrong(field, "must be an object")
    return value


def _event(sent: Stored) -> Stored:
    return {
        "value": checked_value(sent.get("value")),
        "options": checked_options(sent.get("options", [])),
        "free_text": checked_free_text(sent.get("free_text", "")),
    }


def _threshold(sent: Stored) -> Stored:
    when = _one_of(sent, "when", ("above", "below", "outside"))
    low = _number(sent, "low") if when != "above" else None
    high = _number(sent, "high") if when != "below" else None
    hysteresis = _number(sent, "hysteresis", 0.0, least=0.0)
    if low is not None and high is not None:
        if low >= high:
            raise wrong("low", "must be less than the upper limit")
        if hysteresis >= (high - low) / 2:
            raise wrong("hysteresis", "must be less than half of the range, or the trigger would never be over")
    lasting = _number(sent, "lasting_s", 0.0, least=0.0, most=LONGEST_S)
    limits = {"low": low, "high": high, "hysteresis": hysteresis, "lasting_s": lasting}
    return {"stream": _stream(sent, "stream"), "when": when, **limits}


def _geofence(sent: Stored) -> Stored:
    return {
        "latitude": _stream(sent, "latitude"),
        "longitude": _stream(sent, "longitude"),
        "when": _one_of(sent, "when", ("enter", "leave")),
        "area": _area(_object(sent.get("area"), "area")),
        "margin": _number(sent, "margin", 0.0, least=0.0, most=1e6),
        "lasting_s": _number(sent, "lasting_s", 0.0, least=0.0, most=LONGEST_S),
    }


def _silence(sent: Stored) -> Stored:
    return {"stream": _stream(sent, "stream"), "lasting_s": _number(sent, "lasting_s", least=1.0, most=LONGEST_S)}


def _area(sent: Stored) -> Stored:
    if "corners" not in sent:
        latitude, longitude = _place((sent.get("latitude"), sent.get("longitude")), "centre")
        radius = _number(sent, "radius", least=1.0, most=1e6)
        return {"latitude": latitude, "longitude": longitude, "radius": radius}
    corners = sent["corners"]
    if not isinstance(corners, list) or not 3 <= len(corners) <= MOST_CORNERS:
        raise wrong("corners", f"must be 3 to {MOST_CORNERS} pairs of latitude and longitude")
    return {"corners": [_place(corner, f"corners[{index}]") for index, corner in enumerate(corners)]}


def _place(pair: Any, field: str) -> tuple[float, float]:
    if not isinstance(pair, list | tuple) or len(pair) != 2:
        raise wrong(field, "must be latitude and longitude")
    parts = {"latitude": pair[0], "longitude": pair[1]}
    try:
        return _number(parts, "latitude", least=-85.0, most=85.0), _number(
            parts, "longitude", least=-180.0, most=180.0
        )
    except BadInput as problem:
        raise wrong(field, f"is no place: {problem.message}") from problem


def _number(
    sent: Stored, field: str, default: float | None = None, least: float = -1e12, most: float = 1e12
) -> float:
    value = default if sent.get(field) is None else sent[field]
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise wrong(field, "must be a number")
    if not least <= value <= most:
        raise wrong(field, f"must be from {least:g} to {most:g}")
    return float(value)


def _one_of(sent: Stored, field: str, words: tuple[str, ...]) -> str:
    if sent.get(field) not in words:
        raise wrong(field, f"must be one of {', '.join(words)}")
    return str(sent[field])


def _stream(sent: Stored, field: str) -> str:
    """A stream need not speak yet: its logger may come later."""
    return checked_text(sent.get(field), field, longest=200, shortest=1).strip()


_SETTINGS = {Kind.THRESHOLD.value: _threshold, Kind.GEOFENCE.value: _geofence, Kind.SILENCE.value: _silence}
