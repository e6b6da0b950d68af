"""The form of a trigger: from what a browser sends to what the actions take."""

from typing import Any

from django.http import QueryDict

from logging_core.automation.notifications.models import NotificationTarget
from logging_core.automation.notifications.notice import USUAL_PAUSE_S
from logging_core.automation.triggers.models import Kind
from logging_core.event_templates.models import EventTemplate
from logging_core.shared.errors import wrong
from logging_core.streams.models import Stream

Sent = dict[str, Any]
MOST_PROPOSED = 500


def read(post: QueryDict) -> Sent:
    """A trigger as it was typed. Raises BadInput for what is no number."""
    kind = post.get("kind", "")
    event = {
        "value": post.get("event_value", ""),
        "options": _options(post),
        "free_text": post.get("free_text", ""),
    }
    notify = {"target": post.get("target", ""), "text": post.get("text", ""), "pause_s": _whole(post, "pause_s")}
    return {
        "id": post.get("id", ""),
        "name": post.get("name", ""),
        "enabled": "enabled" in post,
        "kind": kind,
        "setting": _READ[kind](post) if kind in _READ else {},
        "event": event if event["value"] else None,
        "notify": notify if notify["target"] else None,
    }


def fields(shown: Sent) -> Sent:
    """Every field of the form, filled from a record or from what was typed."""
    setting, event, notify = shown["setting"], shown["event"] or {}, shown["notify"] or {}
    area = setting.get("area", {})
    corners = "\n".join(f"{latitude:g}, {longitude:g}" for latitude, longitude in area.get("corners", ()))
    return {
        "setting": {"lasting_s": 0, "hysteresis": 0, "margin": 0, **setting},
        "shape": "polygon" if "corners" in area else "circle",
        "area": area,
        "corners": corners,
        "event": {"value": "", "free_text": "", **event},
        "options": event.get("options") or [{"event_option_name": "", "event_option_value": ""}],
        "notify": {"target": "", "text": "", "pause_s": USUAL_PAUSE_S, **notify},
    }


def empty() -> Sent:
    return {
        "id": "",
        "name": "",
        "enabled": True,
        "kind": "threshold",
        "setting": {},
        "event": None,
        "notify": None,
    }


def choices() -> Sent:
    return {
        "kinds": Kind.choices,
        "streams": list(Stream.objects.values("name", "unit", "source")[:MOST_PROPOSED]),
        "targets": list(NotificationTarget.objects.values("id", "name")),
        "event_values": sorted(set(EventTemplate.objects.values_list("event_value", flat=True))),
    }


def _threshold(post: QueryDict) -> Sent:
    limits = {name: _number(post, name) for name in ("low", "high", "hysteresis", "lasting_s")}
    return {"stream": post.get("stream", ""), "when": post.get("limit", ""), **limits}


def _geofence(post: QueryDict) -> Sent:
    return {
        "latitude": post.get("latitude", ""),
        "longitude": post.get("longitude", ""),
        "when": post.get("crossing", ""),
        "area": _area(post),
        "margin": _number(post, "margin"),
        "lasting_s": _number(post, "lasting_s"),
    }


def _silence(post: QueryDict) -> Sent:
    return {"stream": post.get("stream", ""), "lasting_s": _number(post, "lasting_s")}


def _area(post: QueryDict) -> Sent:
    if post.get("shape") == "polygon":
        return {"corners": [_corner(line) for line in post.get("corners", "").splitlines() if line.strip()]}
    parts = {"latitude": "latitude_deg", "longitude": "longitude_deg", "radius": "radius"}
    return {name: _number(post, field) for name, field in parts.items()}


def _corner(line: str) -> list[float]:
    """`38.5, -31.7`"""
    try:
        latitude, longitude = line.replace(",", " ").split()
        return [float(latitude), float(longitude)]
    except ValueError as problem:
        raise wrong("corners", f"holds a line that is no latitude and longitude: {line.strip()[:50]}") from problem


def _number(post: QueryDict, name: str) -> float | None:
    """None where nothing was typed."""
    text = post.get(name, "").strip()
    try:
        return float(text) if text else None
    except ValueError as problem:
        raise wrong(name, "must be a number") from problem


def _whole(post: QueryDict, name: str) -> Any:
    text = post.get(name, "").strip()
    return int(text) if text.isdecimal() else text or USUAL_PAUSE_S


def _options(post: QueryDict) -> list[Sent]:
    names, values = post.getlist("option_name"), post.getlist("option_value")
    rows = zip(names, values, strict=False)
    return [{"event_option_name": name, "event_option_value": value} for name, value in rows if name or value]


_READ = {"threshold": _threshold, "geofence": _geofence, "silence": _silence}
