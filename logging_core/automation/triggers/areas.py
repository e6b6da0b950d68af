"""Circles and polygons on the sea. Near enough to flat for areas of some hundred kilometres, away from the poles.

Distances come from the equirectangular projection around the first point: x = R cos(lat0) dlon, y = R dlat, with
the mean radius of the Earth (IUGG, 6 371 008.8 m). Longitudes go the short way round: an area may lie across 180.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, radians
from typing import Any, Protocol

RADIUS_M = 6_371_008.8
Point = tuple[float, float]


class Area(Protocol):
    def depth(self, latitude: float, longitude: float) -> float:
        """Metres to the edge: positive inside, negative outside."""


@dataclass(frozen=True)
class Circle:
    """Centre in degrees, radius in metres."""

    latitude: float
    longitude: float
    radius: float

    def depth(self, latitude: float, longitude: float) -> float:
        return self.radius - hypot(*_flat((self.latitude, self.longitude), (latitude, longitude)))


@dataclass(frozen=True)
class Polygon:
    """Corners as (latitude, longitude) in degrees; the last one is joined to the first."""

    corners: tuple[Point, ...]

    def depth(self, latitude: float, longitude: float) -> float:
        here = _flat(self.corners[0], (latitude, longitude))
        flat = [_flat(self.corners[0], corner) for corner in self.corners]
        sides = list(pairwise([*flat, flat[0]]))
        distance = min(_distance(here, start, end) for start, end in sides)
        return distance if _is_inside(here, sides) else -distance


def area_of(stored: Mapping[str, Any]) -> Area:
    """`{"latitude", "longitude", "radius"}` or `{"corners": [[latitude, longitude], ...]}`."""
    if "corners" in stored:
        return Polygon(tuple((latitude, longitude) for latitude, longitude in stored["corners"]))
    return Circle(stored["latitude"], stored["longitude"], stored["radius"])


def _flat(origin: Point, point: Point) -> Point:
    east = (point[1] - origin[1] + 180) % 360 - 180
    return RADIUS_M * cos(radians(origin[0])) * radians(east), RADIUS_M * radians(point[0] - origin[0])


def _is_inside(here: Point, sides: Sequence[tuple[Point, Point]]) -> bool:
    """A ray to the east crosses the edge an odd number of times."""
    x, y = here
    crossed = [
        (a, b)
        for a, b in sides
        if (a[1] > y) != (b[1] > y) and x < a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
    ]
    return len(crossed) % 2 == 1


def _distance(here: Point, start: Point, end: Point) -> float:
    """To the nearest point of a side."""
    along = (end[0] - start[0], end[1] - start[1])
    square = along[0] ** 2 + along[1] ** 2
    part = ((here[0] - start[0]) * along[0] + (here[1] - start[1]) * along[1]) / square if square else 0.0
    part = min(1.0, max(0.0, part))
    return hypot(here[0] - start[0] - part * along[0], here[1] - start[1] - part * along[1])
