"""Coming back for ever, a little later each time."""

import random
import time


class Backoff:
    """Delays that double from `first` to `longest` seconds, with a quarter of jitter so that loggers spread."""

    def __init__(self, first: float = 0.5, longest: float = 30.0) -> None:
        self.first = first
        self.longest = longest
        self.failures = 0
        self.next_try = 0.0

    def failed(self) -> None:
        delay = min(self.longest, self.first * 2 ** min(self.failures, 20))
        self.failures += 1
        self.next_try = time.monotonic() + delay * random.uniform(0.75, 1.0)  # noqa: S311 - not a secret

    def succeeded(self) -> None:
        self.failures = 0
        self.next_try = 0.0

    def wait_left(self) -> float:
        """Seconds until the next try; 0 when it is due."""
        return max(0.0, self.next_try - time.monotonic())

    def wait(self, seconds: float) -> None:
        """A delay that does not grow."""
        self.next_try = time.monotonic() + seconds
