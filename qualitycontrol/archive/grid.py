"""The grid of samples of a record: from index to time and back, without drift over the length of a record."""

import math

SECOND = 1_000_000_000
ROUNDING = 1e-6  # of a sample: what floats lose in a record


def time_of(start: int, index: int, rate_hz: float) -> int:
    """When the sample with this index was taken, in ns UTC; `start` is that of sample 0."""
    return start + round(index * SECOND / rate_hz)


def index_at(start: int, rate_hz: float, instant: int, back: float = 0) -> int:
    """The first sample at or after `instant` less `back` samples; may lie outside the record."""
    return math.ceil(_exact(start, rate_hz, instant) - back - ROUNDING)


def index_after(start: int, rate_hz: float, instant: int, back: float = 0) -> int:
    """The first sample after `instant` less `back` samples."""
    return math.floor(_exact(start, rate_hz, instant) - back + ROUNDING) + 1


def _exact(start: int, rate_hz: float, instant: int) -> float:
    return (instant - start) * rate_hz / SECOND
