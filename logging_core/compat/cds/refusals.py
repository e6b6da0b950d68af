"""What of published values was not stored, as lines of the loggers' log: one a minute and process at most."""

import logging
import threading
import time
from collections import Counter

from logging_core.loggers.models import LoggerLog
from logging_core.shared import clock
from logging_core.streams.publishing import Publisher

SOURCE = "data server"
EVERY_S = 60.0


class Refusals:
    """Any thread may call; asks the database only when there is something to say and the time has come."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._due = 0.0
        self._lock = threading.Lock()

    def is_due(self, publisher: Publisher) -> bool:
        with self._lock:
            self._counts.update(publisher.take_refused())
            return bool(self._counts) and time.monotonic() >= self._due

    def write(self) -> None:
        with self._lock:
            counts, self._counts = self._counts, Counter()
            self._due = time.monotonic() + EVERY_S
        if counts:
            causes = ", ".join(f"{count} x {cause}" for cause, count in counts.most_common())
            text = f"published values were not stored: {causes}"
            LoggerLog.objects.create(at=clock.now(), source=SOURCE, level=logging.WARNING, text=text)


refusals = Refusals()
