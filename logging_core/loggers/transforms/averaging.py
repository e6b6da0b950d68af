"""One value for a moment from samples around it."""

import math
from collections.abc import Callable, Sequence

Sample = tuple[float, float]  # Unix seconds, value


def boxcar_average(samples: Sequence[Sample], moment: float, window: float) -> float | None:
    """Mean of the samples within half a window of the moment, both ends included."""
    values = _within(samples, moment, window)
    return sum(values) / len(values) if values else None


def polar_average(samples: Sequence[Sample], moment: float, window: float) -> float | None:
    """Angle of the mean unit vector, degrees from 0 to 360; None when the vectors cancel each other."""
    angles = [math.radians(value) for value in _within(samples, moment, window)]
    east, north = sum(map(math.sin, angles)), sum(map(math.cos, angles))
    if not angles or math.hypot(east, north) < 1e-9 * len(angles):
        return None
    return math.degrees(math.atan2(east, north)) % 360


def nearest(samples: Sequence[Sample], moment: float, window: float) -> float | None:
    close = [sample for sample in samples if abs(sample[0] - moment) <= window / 2]
    return min(close, key=lambda sample: abs(sample[0] - moment))[1] if close else None


ALGORITHMS: dict[str, Callable[[Sequence[Sample], float, float], float | None]] = {
    "boxcar_average": boxcar_average,
    "polar_average": polar_average,
    "nearest": nearest,
}


def _within(samples: Sequence[Sample], moment: float, window: float) -> list[float]:
    return [value for when, value in samples if abs(when - moment) <= window / 2]
