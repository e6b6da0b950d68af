"""What moves and surrounds the vessel of the demonstration: her way, the air, the water below her.

Smooth functions of time, as in `sea.py`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import atan2, cos, degrees, exp, hypot, radians, sin, tau

from logging_core.demo import sea
from logging_core.demo.voyage import Dive

BASELINE = timedelta(seconds=10)
SITE_RADIUS = 3000.0  # metres around a site within which its own bottom is known
SWELL_S = 9.0


@dataclass(frozen=True)
class Flow:
    """Where a vessel goes to, or wind comes from, in degrees from north; metres a second."""

    direction: float
    speed: float


@dataclass(frozen=True)
class Air:
    """deg C, hPa, %; the true wind."""

    temperature: float
    pressure: float
    humidity: float
    wind: Flow


def way(dives: list[Dive], departed: datetime, moment: datetime) -> Flow:
    """Course and speed over ground, of two positions around a moment."""
    before = sea.vessel(dives, departed, moment - BASELINE / 2)
    after = sea.vessel(dives, departed, moment + BASELINE / 2)
    north, east = _metres(before.latitude, before.longitude, after.latitude, after.longitude)
    return Flow(degrees(atan2(east, north)) % 360, hypot(east, north) / BASELINE.total_seconds())


def air(moment: datetime) -> Air:
    """Trade wind weather with the tides of day and hour."""
    s = moment.timestamp()
    day = sin(tau * (s - 9 * 3600) / 86_400)
    wind = Flow((48 + 14 * sin(tau * s / 5400)) % 360, 8.2 + 1.7 * sin(tau * s / 1300) + 0.9 * sin(tau * s / 37))
    return Air(19.6 + 1.8 * day, 1019.5 + 1.6 * sin(tau * s / 43_200), 74 - 6 * day, wind)


def relative_wind(wind: Flow, way: Flow, heading: float) -> Flow:
    """The wind as felt on board, from the bow clockwise: true wind plus the head wind of the vessel's own way."""
    from_, to = radians(wind.direction), radians(way.direction)
    north = wind.speed * cos(from_) + way.speed * cos(to)
    east = wind.speed * sin(from_) + way.speed * sin(to)
    return Flow((degrees(atan2(east, north)) - heading) % 360, hypot(north, east))


def water_below(dives: list[Dive], pose: sea.Pose, moment: datetime) -> float:
    """Metres of water below the vessel, with the swell: that of a site she is at, of abyssal hills elsewhere."""
    depth = 2260 + 190 * sin(pose.latitude * 41) + 130 * sin(pose.longitude * 57)
    for dive in dives:
        north, east = _metres(dive.site.latitude, dive.site.longitude, pose.latitude, pose.longitude)
        nearness = exp(-((hypot(north, east) / SITE_RADIUS) ** 2))
        if nearness > 0.01:
            depth += (sea.water_depth(dive, east, north) - depth) * nearness
    return depth + 0.4 * sin(tau * moment.timestamp() / SWELL_S)


def _metres(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> tuple[float, float]:
    """North and east, for short ways."""
    north = (to_latitude - latitude) * sea.METRES_A_DEGREE
    return north, (to_longitude - longitude) * sea.METRES_A_DEGREE * cos(radians(latitude))
