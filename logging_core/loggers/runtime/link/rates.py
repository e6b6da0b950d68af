"""How fast a count grows."""

import time
from collections import deque

WINDOW = 10


class Rate:
    """Over the last WINDOW additions, which come once a second."""

    def __init__(self) -> None:
        self._history: deque[tuple[float, int]] = deque([(time.monotonic(), 0)], maxlen=WINDOW + 1)

    def add(self, count: int) -> None:
        self._history.append((time.monotonic(), count))

    def per_second(self) -> float:
        (then, before), (now, count) = self._history[0], self._history[-1]
        return (count - before) / max(now - then, 0.001)
