"""What a logger tells: figures once a second, and a log line whenever a part gets into trouble or out of it."""

import logging
import time

from logging_core.loggers.runtime.channel import ChildsEnd, Closed
from logging_core.loggers.runtime.child.figures import Meter
from logging_core.loggers.runtime.status import Part

EVERY = 1.0  # seconds
log = logging.getLogger(__name__)


class Teller:
    def __init__(self, channel: ChildsEnd, meter: Meter) -> None:
        self._channel = channel
        self._meter = meter
        self._troubles: dict[str, str] = {}
        self._told: dict[tuple[str, str], int] = {}

    def tell_for_ever(self) -> None:
        """In a thread of its own; ends when the supervisor has ended."""
        while True:
            try:
                self._tell()
            except Closed:
                return
            except Exception:  # a part of a site's own package may break in ways nobody thought of
                log.exception("the figures cannot be made")
            time.sleep(EVERY)

    def last_words(self, ended: bool) -> None:
        """What was counted while closing must be told, too."""
        try:
            self._tell()
            if ended:
                self._channel.send({"ended": True})
        except Closed:
            return

    def _tell(self) -> None:
        figures = self._meter.figures()
        self._channel.send({"figures": figures})
        for part in figures["parts"]:
            self._tell_trouble(part)
            self._tell_counts(part)

    def _tell_trouble(self, part: Part) -> None:
        path, trouble = part["path"], part["trouble"]
        before = self._troubles.get(path)
        if trouble and not before:
            log.warning("%s %s: %s", path, part["class"], trouble)
        elif before and not trouble:
            log.info("%s %s is well again", path, part["class"])
        self._troubles[path] = trouble or ""

    def _tell_counts(self, part: Part) -> None:
        """The first of a kind, and then whenever there are ten times as many."""
        for cause, count in part["tally"].items():
            told = self._told.get((part["path"], cause), 0)
            if count >= max(1, 10 * told):
                sample = part["samples"].get(cause, "")
                log.warning("%s %s: %s, %d so far: %s", part["path"], part["class"], cause, count, sample)
                self._told[part["path"], cause] = count
