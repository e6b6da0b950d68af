"""Telling a writer that is slow from a machine that is busy."""

import time
from pathlib import Path

SCHEDULED = Path("/proc/thread-self/schedstat")  # Linux: nanoseconds run, nanoseconds waited for a processor, ...
LOOK_EVERY = 1.0  # seconds


class Starving:
    """For how long a thread lately only waited for a processor; nothing where the system does not say."""

    def __init__(self) -> None:
        self._looked = float("-inf")
        self._waited = 0.0

    def look(self, now: float) -> None:
        """To be called often; looks once in a while."""
        if now - self._looked > LOOK_EVERY:
            self._looked, self._waited = now, _waited()

    def since_look(self) -> float:
        """Seconds."""
        self._looked, before = time.monotonic(), self._waited
        self._waited = _waited()
        return self._waited - before


def _waited() -> float:
    try:
        return int(SCHEDULED.read_text().split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0
