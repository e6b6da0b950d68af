"""Empties the spools into the database, a batch of each in turn; position and records in one transaction."""

import time
from typing import Any, NoReturn

from logging_core.loggers.base.retrying import Backoff
from logging_core.loggers.runtime.channel import ChildsEnd
from logging_core.loggers.runtime.link.database import AWAY, connected, harden, words
from logging_core.loggers.runtime.link.progress import progress
from logging_core.loggers.runtime.link.publishing import Publisher
from logging_core.loggers.runtime.link.rates import Rate
from logging_core.loggers.runtime.link.saying import say
from logging_core.loggers.runtime.link.sources import Sources
from logging_core.loggers.runtime.places import Places

PAUSE = 0.2  # seconds in which small batches become larger ones, unless one was full
REPORT_EVERY = 1.0
OK = "ok"


class Drain:
    """Reports {"database": "ok" or what is wrong, "spool": SpoolStatus} to the supervisor once a second."""

    def __init__(self, url: str, places: Places, channel: ChildsEnd, publisher: Publisher) -> None:
        self._url = url
        self._channel = channel
        self._sources = Sources(places, publisher.values)
        self._backoff = Backoff(first=0.25, longest=3.0)
        self._database = "not asked yet"
        self._rate = Rate()
        self._report_due = 0.0

    def run(self) -> NoReturn:
        """Until the supervisor ends. Raises Closed then."""
        while True:
            try:
                self._serve()
            except AWAY as trouble:
                self._backoff.failed()
                self._is(words(trouble))
            while self._backoff.wait_left():
                self._report_if_due()
                time.sleep(min(PAUSE, self._backoff.wait_left()))

    def _serve(self) -> None:
        connection = connected(self._url, "drain")
        try:
            self._sources.attach(connection)
            while True:
                self._sources.look_around()
                more = [source.step() for source in self._sources.all()]
                self._is(OK)
                self._backoff.succeeded()
                self._remove_old(connection)
                self._report_if_due()
                if not any(more):
                    time.sleep(PAUSE)
        finally:
            self._sources.detach()
            connection.close()

    def _remove_old(self, connection: Any) -> None:
        for source in self._sources.all():
            if source.reader.has_old():
                harden(connection, source.key)
                source.reader.remove_old()

    def _is(self, database: str) -> None:
        if database != self._database:
            say(20 if database == OK else 30, f"database: {database}")
        self._database = database

    def _report_if_due(self) -> None:
        if time.monotonic() < self._report_due:
            return
        self._report_due = time.monotonic() + REPORT_EVERY
        self._sources.look_around()
        values = self._sources.of_loggers()
        self._rate.add(sum(source.stored for source in values))
        self._channel.send({"database": self._database, "spool": progress(values, self._rate.per_second())})
