"""A track as lines on a map, which end at the antimeridian and go on beyond it (RFC 7946, 3.1.9)."""

from collections.abc import Iterable
from itertools import pairwise

from logging_core.exchange.positions.fixes import Fix

Point = tuple[float, ...]  # degrees east, degrees north, and metres above the surface where there is a depth


def lines(fixes: Iterable[Fix]) -> list[list[Point]]:
    """One line; more than one when the track crosses the 180th meridian."""
    points = [_point(fix) for fix in fixes]
    found = [points[:1]]
    for before, after in pairwise(points):
        if abs(after[0] - before[0]) > 180:
            there, here = _crossing(before, after)
            found[-1].append(there)
            found.append([here])
        found[-1].append(after)
    return found


def _point(fix: Fix) -> Point:
    east = fix.longitude if abs(fix.longitude) <= 180 else round((fix.longitude + 180) % 360 - 180, 8)
    return (east, fix.latitude) if fix.depth is None else (east, fix.latitude, -fix.depth or 0.0)


def _crossing(before: Point, after: Point) -> tuple[Point, Point]:
    """The point on the meridian between two points, as seen from both sides."""
    side = 180.0 if before[0] > 0 else -180.0
    whole = 360 - abs(after[0] - before[0])
    part = (180 - abs(before[0])) / whole if whole else 0.0
    between = tuple(
        round(a + (b - a) * part, digits) for a, b, digits in zip(before[1:], after[1:], (8, 2), strict=False)
    )
    return (side, *between), (-side, *between)
