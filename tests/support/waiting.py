"""Wait for a condition, never for a time."""

import time
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


def until(condition: Callable[[], Result], seconds: float = 20, what: str = "") -> Result:
    """The first true result of `condition`; a test failure after `seconds`."""
    end = time.monotonic() + seconds
    while True:
        if result := condition():
            return result
        assert time.monotonic() < end, f"not within {seconds} s: {what or condition}"
        time.sleep(0.02)
