"""How much, how long and how fast one download may be."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from monitoring.web.trouble import Cancelled, permanent, temporary


def never() -> bool:
    return False


def unlimited(_count: int) -> None:
    """No limit of the rate."""


@dataclass
class Limits:
    """`take` waits until so many bytes may be read; `cancelled` says that nobody wants them any more.

    `niceness` is that of an external program, 0 (as we) to 19 (when nobody else wants the processor).
    """

    bytes: int
    seconds: float
    take: Callable[[int], None] = unlimited
    cancelled: Callable[[], bool] = never
    niceness: int = 0
    received: int = 0
    started: float = field(default_factory=time.monotonic)

    def count(self, size: int) -> None:
        """Count bytes that came. Raises Trouble when they are too many or took too long."""
        self.received += size
        if self.received > self.bytes:
            raise permanent("too_large", f"the answer is larger than {self.bytes // 1_000_000} MB and was cut off")
        self.check()
        self.take(size)

    def check(self) -> None:
        if self.cancelled():
            raise Cancelled
        if time.monotonic() - self.started > self.seconds:
            raise temporary("too_slow", f"the answer was not complete after {self.seconds:.0f} s")
