"""The sea of the demonstration: where vehicle and vessel are, and what the water is like, at any moment.

Everything is a smooth function of time, so that the same moment gives the same values to whoever asks.
"""

from dataclasses import dataclass
from datetime import datetime
from math import atan2, cos, degrees, exp, radians, sin, tau

from logging_core.demo.voyage import Dive

METRES_A_DEGREE = 111_195.0
PORT = (38.70, -29.10)  # where the vessel comes from: an invented harbour
TRANSIT_S = 30 * 3600


@dataclass(frozen=True)
class Pose:
    """A place in degrees, metres below the surface and above the bottom, angles in degrees."""

    latitude: float
    longitude: float
    depth: float
    altitude: float
    heading: float
    pitch: float
    roll: float


@dataclass(frozen=True)
class Water:
    """deg C, practical salinity, dbar, m/s, micromol/kg."""

    temperature: float
    salinity: float
    pressure: float
    sound_velocity: float
    oxygen: float


def vehicle(dive: Dive, moment: datetime) -> Pose:
    """Where the vehicle is during a dive."""
    s = (moment - dive.start).total_seconds()
    east, north = _track(s)
    ahead_east, ahead_north = _track(s + 20)
    bottom = water_depth(dive, east, north)
    hover = 2.4 + 1.1 * sin(tau * s / 210) + 0.6 * sin(tau * s / 47)
    depth = max(0.0, (bottom - hover) * _way_down(dive, moment))
    return Pose(
        latitude=dive.site.latitude + north / METRES_A_DEGREE,
        longitude=dive.site.longitude + east / (METRES_A_DEGREE * cos(radians(dive.site.latitude))),
        depth=depth,
        altitude=bottom - depth,
        heading=(degrees(atan2(ahead_east - east, ahead_north - north)) + 8 * sin(tau * s / 95)) % 360,
        pitch=1.8 * sin(tau * s / 31) - 0.7,
        roll=1.2 * sin(tau * s / 23),
    )


def _track(s: float) -> tuple[float, float]:
    """Metres east and north of the site: a slow survey, under 0.3 m/s."""
    east = 220 * sin(tau * s / 14000) + 45 * sin(tau * s / 2900)
    north = 260 * sin(tau * s / 19000 + 0.4) + 35 * sin(tau * s / 2300)
    return east, north


def water_depth(dive: Dive, east: float, north: float) -> float:
    """Metres of water at a place: a slope with terraces."""
    return dive.site.depth - 0.18 * north + 9 * sin(east / 38) + 14 * sin(north / 55 + 1)


def _way_down(dive: Dive, moment: datetime) -> float:
    """0 at the surface, 1 at the bottom."""
    down = _smooth(dive.descending, dive.on_bottom, moment)
    if dive.off_bottom is None or moment <= dive.off_bottom:
        return down
    surface = dive.on_surface or dive.off_bottom + (dive.on_bottom - dive.descending)
    return down * (1 - _smooth(dive.off_bottom, surface, moment))


def _smooth(start: datetime, end: datetime, moment: datetime) -> float:
    span = (end - start).total_seconds()
    share = min(1.0, max(0.0, (moment - start).total_seconds() / span)) if span > 0 else float(moment >= end)
    return share * share * (3 - 2 * share)


def vessel(dives: list[Dive], departed: datetime, moment: datetime) -> Pose:
    """Where the vessel is: above the dive of the moment, else on its straight way to the next one."""
    latitude, longitude, course = _on_the_way(dives, departed, moment)
    s = moment.timestamp()
    return Pose(
        latitude=latitude + 25 * sin(tau * s / 1700) / METRES_A_DEGREE,
        longitude=longitude + 25 * sin(tau * s / 2100) / METRES_A_DEGREE,
        depth=0.0,
        altitude=0.0,
        heading=(course + 6 * sin(tau * s / 640)) % 360,
        pitch=0.9 * sin(tau * s / 7.5),
        roll=2.1 * sin(tau * s / 11),
    )


def _on_the_way(dives: list[Dive], departed: datetime, moment: datetime) -> tuple[float, float, float]:
    place, since = PORT, departed.timestamp()
    now = moment.timestamp()
    for dive in dives:
        goal, arrival = (dive.site.latitude, dive.site.longitude), dive.start.timestamp()
        if now < arrival:
            leave = max(since, arrival - TRANSIT_S)
            share = min(1.0, max(0.0, (now - leave) / (arrival - leave))) if arrival > leave else 1.0
            here = tuple(a + (b - a) * share for a, b in zip(place, goal, strict=True))
            return here[0], here[1], degrees(atan2(goal[1] - place[1], goal[0] - place[0])) % 360
        place, since = goal, dive.stop.timestamp() if dive.stop else now
    return place[0], place[1], 305.0


def water(depth: float) -> Water:
    """A profile as in the temperate North Atlantic: warm above, an oxygen minimum near 800 m."""
    temperature = 3.4 + 14.2 * exp(-depth / 420)
    salinity = 34.93 + 1.15 * exp(-depth / 520)
    oxygen = 245 - 62 * exp(-(((depth - 800) / 420) ** 2))
    return Water(temperature, salinity, depth * 1.0085, _sound_velocity(temperature, salinity, depth), oxygen)


def _sound_velocity(t: float, s: float, z: float) -> float:
    """Medwin 1975, m/s: for 0 to 35 deg C, 0 to 45 PSU; good enough below its 1000 m for a demonstration."""
    return 1449.2 + 4.6 * t - 0.055 * t**2 + 0.00029 * t**3 + (1.34 - 0.01 * t) * (s - 35) + 0.016 * z
