"""Geographic constraints: a box, or a ring around a point. Degrees."""

from math import asin, cos, degrees, radians, sin, sqrt
from typing import Any

from logging_core.shared.errors import wrong
from monitoring.inventory.found import Place

RING = ("latitude", "longitude", "minradius", "maxradius")
WORLD = (-90.0, 90.0, -180.0, 180.0)


def wanted_place(place: Place | None, told: dict[str, Any]) -> bool:
    """Whether it lies inside. What lies nobody knows where is wanted only where no place is asked for."""
    box = (told["minlatitude"], told["maxlatitude"], told["minlongitude"], told["maxlongitude"])
    ring = [told[name] for name in RING]
    if box == WORLD and ring == [None] * 4:
        return True
    if place is None:
        return False
    return _in_box(place, *box) and _in_ring(place, *ring)


def _in_box(place: Place, south: float, north: float, west: float, east: float) -> bool:
    """A box whose west is east of its east reaches over the date line."""
    if not south <= place.latitude <= north:
        return False
    if west <= east:
        return west <= place.longitude <= east
    return place.longitude >= west or place.longitude <= east


def _in_ring(
    place: Place, latitude: float | None, longitude: float | None, least: float | None, most: float | None
) -> bool:
    if latitude is None and longitude is None:
        if least is not None or most is not None:
            raise wrong("latitude", "is needed with a radius, and so is longitude")
        return True
    if latitude is None or longitude is None:
        raise wrong("latitude", "and longitude are needed both")
    away = distance(place, latitude, longitude)
    return (least or 0.0) <= away <= (180.0 if most is None else most)


def distance(place: Place, latitude: float, longitude: float) -> float:
    """Degrees on the great circle of a sphere (haversine formula)."""
    north, other = radians(place.latitude), radians(latitude)
    half = sin((other - north) / 2) ** 2
    half += cos(north) * cos(other) * sin(radians(longitude - place.longitude) / 2) ** 2
    return degrees(2 * asin(min(1.0, sqrt(half))))
