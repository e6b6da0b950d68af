"""What a trigger waits for. Pure: a condition says of a value whether it holds, does not, or is in between.

In between (None) is the band of the hysteresis: what held goes on to hold, what did not goes on not to.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Any, Protocol

from logging_core.automation.triggers.areas import Area, area_of
from logging_core.automation.triggers.models import Kind

Value = float | tuple[float, float]  # a number, or latitude and longitude in degrees


class Condition(Protocol):
    def holds(self, value: Any) -> bool | None: ...


@dataclass(frozen=True)
class Threshold:
    """Below `low` or above `high`, in the unit of the stream; over again when back by more than `hysteresis`."""

    low: float
    high: float
    hysteresis: float

    def holds(self, value: float) -> bool | None:
        if value < self.low or value > self.high:
            return True
        back = self.low + self.hysteresis <= value <= self.high - self.hysteresis
        return False if back else None


@dataclass(frozen=True)
class Fence:
    """Inside of an area, or outside of it; within `margin` metres of its edge it is neither."""

    area: Area
    inside: bool
    margin: float

    def holds(self, value: tuple[float, float]) -> bool | None:
        depth = self.area.depth(*value) if self.inside else -self.area.depth(*value)
        if depth >= 0:
            return True
        return None if depth > -self.margin else False


def condition_of(kind: str, setting: Mapping[str, Any]) -> Condition:
    """From what a trigger stores (`rules.py` has its form). Silence has no condition: it is about no value."""
    if kind == Kind.THRESHOLD:
        return Threshold(*_limits(setting), setting["hysteresis"])
    if kind == Kind.GEOFENCE:
        return Fence(area_of(setting["area"]), setting["when"] == "enter", setting["margin"])
    raise ValueError(f"no condition on values: {kind}")


def _limits(setting: Mapping[str, Any]) -> tuple[float, float]:
    low, high = setting["low"], setting["high"]
    return {"above": (-inf, high), "below": (low, inf), "outside": (low, high)}[setting["when"]]
