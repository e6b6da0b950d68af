"""Fields of a record as a file gives them: read, checked, refused by name."""

from datetime import datetime
from typing import Any

from logging_core.shared import clock, ids
from logging_core.shared.errors import wrong

Raw = dict[str, Any]


def record_id(raw: Raw, name: str = "id") -> str:
    """A record id in lower case; needed, or a second import would bring the record in twice."""
    if raw.get(name) is None:
        raise wrong(name, "is required")
    try:
        return ids.normal(raw[name])
    except ValueError as problem:
        raise wrong(name, str(problem)) from problem


def moment(raw: Raw, name: str) -> datetime:
    """A time in UTC."""
    if raw.get(name) is None:
        raise wrong(name, "is required")
    try:
        return clock.parse(raw[name])
    except ValueError as problem:
        raise wrong(name, str(problem)) from problem


def flag(raw: Raw, name: str) -> bool:
    value = raw.get(name, False)
    if not isinstance(value, bool):
        raise wrong(name, "must be a boolean")
    return value


def listed(raw: Raw, name: str) -> list[Any]:
    value = raw.get(name) or []
    if not isinstance(value, list):
        raise wrong(name, "must be an array")
    return value
