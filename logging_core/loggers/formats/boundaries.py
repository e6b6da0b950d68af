"""Areas on the chart, and where a position lies to them."""

import math
from dataclasses import dataclass, field
from functools import cached_property

Point = tuple[float, float]  # longitude and latitude in degrees
Ring = list[Point]


@dataclass(frozen=True)
class Area:
    """An outer ring and holes in it; the last point of a ring is joined to its first."""

    outer: Ring
    holes: list[Ring] = field(default_factory=list)

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        longitudes, latitudes = zip(*self.outer, strict=True)
        return min(longitudes), min(latitudes), max(longitudes), max(latitudes)

    def contains(self, point: Point, margin: float = 0.0) -> bool:
        """Whether a position lies in the area made wider by `margin` degrees (narrower when it is negative).

        Degrees are taken as plane coordinates, as those who drew the area meant them.
        """
        west, south, east, north = self.box
        wider = max(margin, 0.0)
        if not (west - wider <= point[0] <= east + wider and south - wider <= point[1] <= north + wider):
            return False
        inside = _within(self.outer, point) and not any(_within(hole, point) for hole in self.holes)
        if margin == 0:
            return inside
        near = min(_distance(ring, point) for ring in (self.outer, *self.holes)) <= abs(margin)
        return inside or near if margin > 0 else inside and not near


def _within(ring: Ring, point: Point) -> bool:
    """Counts how often a line to the east crosses the ring (the even-odd rule)."""
    x, y = point
    inside = False
    x1, y1 = ring[-1]
    for x2, y2 in ring:
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            inside = not inside
        x1, y1 = x2, y2
    return inside


def _distance(ring: Ring, point: Point) -> float:
    """To the nearest point of the ring."""
    return min(_to_segment(ring[number - 1], ring[number], point) for number in range(len(ring)))


def _to_segment(start: Point, end: Point, point: Point) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    square = dx * dx + dy * dy
    along = 0.0 if square == 0 else ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / square
    nearest = min(1.0, max(0.0, along))
    return math.hypot(point[0] - start[0] - nearest * dx, point[1] - start[1] - nearest * dy)
