"""One client's subscription: what it has had of each field, and what is new."""

import time
from typing import Any

from django.db import DatabaseError, InterfaceError

from logging_core.compat.cds.protocol import FORMATS, Pairs
from logging_core.compat.cds.requests import Subscribe, Wanted, pattern
from logging_core.streams.filling import stored_before
from logging_core.streams.recent import LONGEST_S, Arrival, Recent

MOST_AT_ONCE = 100_000  # values in one answer; the rest comes with the next


class Subscription:
    """Begins at its making, which may read the database. Fields that match a wildcard later join then."""

    def __init__(self, recent: Recent, asked: Subscribe) -> None:
        self._recent = recent
        self.asked = asked
        self.known_format = asked.format in FORMATS
        self._wildcards = [(found, wanted) for name, wanted in asked.fields.items() if (found := pattern(name))]
        self._had: dict[str, int] = {}  # number of the last value sent
        self._first: dict[str, list[Arrival]] = {}  # from before the subscription, not sent yet
        for name, wanted in asked.fields.items():
            if pattern(name) is None:
                self._begin(name, wanted)
        self._join(from_the_start=False)

    def news(self) -> Any:
        """What is new since the last time, in the format asked for."""
        self._join(from_the_start=True)
        news: Pairs = {}
        room = MOST_AT_ONCE
        for name in self._had:
            arrivals = self._next(name, room)
            if arrivals:
                news[name] = [[arrival.timestamp, arrival.value] for arrival in arrivals]
                room -= len(arrivals)
            if room <= 0:
                break
        return FORMATS[self.asked.format](news)

    def _next(self, name: str, room: int) -> list[Arrival]:
        first = self._first.pop(name, [])
        if len(first) > room:
            self._first[name] = first[room:]
            return first[:room]
        newer = self._recent.after(name, self._had[name])[: room - len(first)]
        if newer:
            self._had[name] = newer[-1].number
        return first + newer

    def _join(self, from_the_start: bool) -> None:
        """Follow fields that match a wildcard. What a field had when it first came is new to us as a whole."""
        for name in self._recent.names() if self._wildcards else ():
            if name in self._had:
                continue
            wanted = next((wanted for found, wanted in self._wildcards if found.fullmatch(name)), None)
            if wanted is not None:
                self._begin(name, wanted)
                if from_the_start:
                    self._had[name] = 0
                    self._first.pop(name, None)

    def _begin(self, name: str, wanted: Wanted) -> None:
        self._recent.keep_many(name)
        if wanted.seconds > 0:
            self._fill(name, wanted)
        with self._recent.lock:
            self._had[name] = self._recent.number
            first = self._back(name, wanted)
        if first:
            self._first[name] = first

    def _back(self, name: str, wanted: Wanted) -> list[Arrival]:
        if wanted.seconds == 0:
            return []
        if wanted.seconds < 0:
            newest = self._recent.newest(name)
            return [newest] if newest else []
        arrivals = self._recent.arrivals(name)
        oldest = time.time() - wanted.seconds
        inside = next((n for n, arrival in enumerate(arrivals) if arrival.timestamp >= oldest), len(arrivals))
        # One more than asked for: widgets draw a line from it to the first one.
        return arrivals[max(0, min(inside, len(arrivals) - wanted.back_records) - 1) :]

    def _fill(self, name: str, wanted: Wanted) -> None:
        """From the database, when memory does not go back far enough; without it when that is away."""
        arrivals, now = self._recent.arrivals(name), time.time()
        oldest = now - min(wanted.seconds, LONGEST_S)
        enough = arrivals and arrivals[0].timestamp < oldest and len(arrivals) > wanted.back_records
        if enough or not self._recent.fill_once(name, oldest):
            return
        before = arrivals[0].timestamp if arrivals else now
        try:
            self._recent.add_older(name, stored_before(name, before, now - LONGEST_S))
        except (DatabaseError, InterfaceError):
            return
