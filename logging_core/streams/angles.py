"""Between two angles: 350 and 10 degrees meet at north, 179.9 E and 179.9 W at the date line."""

import re

DEGREES = re.compile(r"deg(rees?)?\b|°(?! *[CF])", re.IGNORECASE)
TEMPERATURE = re.compile(r"[CFK]\b|cels|fahr|kelv", re.IGNORECASE)
ANGLE_BY_NAME = re.compile(r"heading|hdg|course|cog|bearing|azimuth|winddir|longitude", re.IGNORECASE)


def between(first: float, last: float, part: float, name: str, unit: str) -> float:
    """The value at `part` (0 to 1) of the way. Angles that jump by more than half a circle go the short way round,
    and stay in 0 to 360, or in -180 to 180 when one of them is negative.
    """
    if abs(last - first) <= 180 or not is_angle(name, unit):
        return first + (last - first) * part
    on_the_circle = first + ((last - first + 180) % 360 - 180) * part
    if min(first, last) < 0:
        return (on_the_circle + 180) % 360 - 180
    return on_the_circle % 360


def is_angle(name: str, unit: str) -> bool:
    """By its unit, or by its name when nothing is known of the unit."""
    if unit:
        return DEGREES.match(unit) is not None and TEMPERATURE.search(DEGREES.sub("", unit)) is None
    return ANGLE_BY_NAME.search(name) is not None
