"""Triggers in words."""

from typing import Any

from logging_core.automation.triggers.models import Kind


def setting_words(kind: str, setting: dict[str, Any]) -> str:
    if kind == Kind.SILENCE:
        return f"{setting['stream']} is silent for {setting['lasting_s']:g} s"
    words = _fence(setting) if kind == Kind.GEOFENCE else _limits(setting)
    return f"{words} for {setting['lasting_s']:g} s" if setting["lasting_s"] else words


def event_words(event: dict[str, Any]) -> str:
    answers = [f"{option['event_option_name']}: {option['event_option_value']}" for option in event["options"]]
    return f"logs {event['value']}" + (f" ({', '.join(answers)})" if answers else "")


def _limits(setting: dict[str, Any]) -> str:
    stream, low, high = setting["stream"], setting["low"], setting["high"]
    words = {
        "above": lambda: f"{stream} is above {high:g}",
        "below": lambda: f"{stream} is below {low:g}",
        "outside": lambda: f"{stream} is outside {low:g} to {high:g}",
    }[setting["when"]]()
    return f"{words} (over when back by {setting['hysteresis']:g})" if setting["hysteresis"] else words


def _fence(setting: dict[str, Any]) -> str:
    verb = "enters" if setting["when"] == "enter" else "leaves"
    area = setting["area"]
    if "corners" in area:
        return f"{setting['latitude']}, {setting['longitude']} {verb} a polygon of {len(area['corners'])} corners"
    where = f"{area['radius']:g} m around {area['latitude']:g}, {area['longitude']:g}"
    return f"{setting['latitude']}, {setting['longitude']} {verb} {where}"
