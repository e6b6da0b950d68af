"""Wait for a condition, never for a time."""

import time
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


def until(condition: Callable[[], Result], seconds: float = 20, what: str | Callable[[], str] = "") -> Result:
    """The first true result of `condition`; a test failure after `seconds`, saying `what` was waited for."""
    end = time.monotonic() + seconds
    while True:
        if result := condition():
            return result
        if time.monotonic() > end:
            said = what() if callable(what) else what
            raise AssertionError(f"not within {seconds} s: {said or condition}")
        time.sleep(0.02)
