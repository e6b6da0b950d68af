"""What readers have in common that ask again and again."""

import time

from logging_core.loggers.base.component import PATIENCE, Record
from logging_core.loggers.wires.connected import ConnectedReader


class PollingReader(ConnectedReader):
    """Calls `poll` every `interval` seconds, counted from one start to the next; missed turns are left out."""

    def __init__(self, interval: float) -> None:
        super().__init__()
        if interval < 0:
            raise ValueError("interval: expected seconds, 0 or more")
        self.interval = interval
        self._due = time.monotonic()

    def open(self) -> None:
        """Most of them open what they need for each poll."""

    def shut(self) -> None:
        """Nothing stays open."""

    def poll(self) -> Record:
        """Asks once. Raises one of `failures`."""
        raise NotImplementedError

    def receive(self) -> Record:
        wait = self._due - time.monotonic()
        if wait > PATIENCE:
            time.sleep(PATIENCE)
            return None
        time.sleep(max(wait, 0.0))
        self._due = max(self._due + self.interval, time.monotonic())
        return self.poll()
