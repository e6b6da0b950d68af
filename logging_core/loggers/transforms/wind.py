"""The vector sum of the true wind (Smith, Bourassa and Sharp 1999, J. Atmos. Oceanic Technol. 16)."""

import math
from typing import NamedTuple

CALM = 1e-9


class Motion(NamedTuple):
    """Angles in degrees, both speeds in one unit. `wind_dir` is where the wind comes from, against the bow."""

    course: float
    speed: float
    heading: float
    wind_dir: float
    wind_speed: float


def true_wind(motion: Motion, zero_line: float = 0.0) -> tuple[float, float, float]:
    """Direction the wind comes from in (0, 360], its speed, and the apparent direction in [0, 360).

    North is 360 while there is wind; without any the direction is 0. `zero_line` is the angle between the bow and
    the zero of the wind vane, clockwise.
    """
    apparent = (motion.heading + motion.wind_dir + zero_line) % 360
    toward = math.radians(apparent + 180)
    course = math.radians(motion.course)
    east = motion.wind_speed * math.sin(toward) + motion.speed * math.sin(course)
    north = motion.wind_speed * math.cos(toward) + motion.speed * math.cos(course)
    speed = math.hypot(east, north)
    if speed < CALM:
        return 0.0, 0.0, apparent
    direction = (math.degrees(math.atan2(east, north)) + 180) % 360
    return (direction if direction > CALM else 360.0), speed, apparent
