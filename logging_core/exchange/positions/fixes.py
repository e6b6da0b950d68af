"""One position, and what it needs to count as one."""

from collections.abc import Iterable
from datetime import datetime
from math import isfinite
from typing import Any, NamedTuple


class Fix(NamedTuple):
    """Degrees east and north (WGS 84), metres below the surface; `depth` is None where only a vessel is meant."""

    at: datetime
    longitude: float
    latitude: float
    depth: float | None


def fix(at: datetime, values: Iterable[Any], at_depth: bool) -> Fix | None:
    """From longitude, latitude and depth as they were stored, often as text.

    None when one is missing, no number, or nowhere on earth. The depth counts only for what is `at_depth`.
    """
    east, north, depth = (_number(value) for value in values)
    down = depth if at_depth else None
    if east is None or north is None or (at_depth and down is None):
        return None
    if abs(north) > 90 or abs(east) > 360:
        return None
    return Fix(at, round(east, 8), round(north, 8), None if down is None else round(down, 2))


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if isfinite(number) else None
