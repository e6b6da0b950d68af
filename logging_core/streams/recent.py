"""What came lately, in memory: of each field its last values in the order of their arrival, and a coarse trace.

Every arrival has a number, so that nobody who asks "what came after N" misses a value that is late or has the time
of another one. Times are Unix seconds, UTC. Threads share it.
"""

import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from logging_core.streams.values import is_pairs

FEW, MANY = 64, 2880  # values kept of a field: of any, and of one that somebody follows
LATEST_S = 1e11  # the year 5138: what is later is no Unix time in seconds
LONGEST_S = 86_400  # older ones go, except the last few
MOST_FIELDS = 20_000
TRACE_STEPS, TRACE_STEP_S = 60, 10
Record = dict[str, Any]


class Arrival(NamedTuple):
    number: int
    timestamp: float
    value: Any


class Track:
    """The values of one field. `newest` is the one with the latest time, which need not have come last."""

    __slots__ = ("arrivals", "newest", "trace")

    def __init__(self) -> None:
        self.arrivals: deque[Arrival] = deque(maxlen=FEW)
        self.newest = Arrival(0, float("-inf"), None)
        self.trace: deque[tuple[int, float]] = deque(maxlen=TRACE_STEPS)

    def add(self, arrival: Arrival) -> None:
        self.arrivals.append(arrival)
        if arrival.timestamp >= self.newest.timestamp:
            self.newest = arrival
        if type(arrival.value) in (float, int):
            self._draw(int(arrival.timestamp // TRACE_STEP_S), arrival.value)
        while len(self.arrivals) > FEW and self.arrivals[0].timestamp < arrival.timestamp - LONGEST_S:
            self.arrivals.popleft()

    def _draw(self, step: int, value: float) -> None:
        """The last value of each ten seconds."""
        if self.trace and self.trace[-1][0] >= step:
            if self.trace[-1][0] == step:
                self.trace[-1] = (step, value)
            return
        self.trace.append((step, value))

    def after(self, number: int) -> list[Arrival]:
        newer: list[Arrival] = []
        for arrival in reversed(self.arrivals):
            if arrival.number <= number:
                break
            newer.append(arrival)
        return newer[::-1]


class Recent:
    """All fields of this process."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.number = 0  # of the last arrival
        self.metadata: dict[str, Record] = {}
        self._tracks: dict[str, Track] = {}
        self._filled_back_to: dict[str, float] = {}

    # --- filling ------------------------------------------------------------------------------------------

    def take(self, records: Iterable[Any]) -> None:
        """Records `{timestamp?, fields, metadata?}` as they come over a socket; what is none is passed over."""
        with self.lock:
            for record in records:
                if isinstance(record, dict):
                    self._take(record)

    def add(self, name: str, timestamp: float, value: Any) -> None:
        if type(value) is float and value - value != 0.0:  # NaN and infinities: JSON has no word for them
            value = None
        with self.lock:
            track = self._track(name)
            if track is not None and abs(timestamp) < LATEST_S:
                self.number += 1
                track.add(Arrival(self.number, timestamp, value))

    def add_older(self, name: str, values: list[tuple[float, Any]]) -> None:
        """Put stored values, oldest first, before those that came by themselves."""
        with self.lock:
            self.keep_many(name)
            track = self._track(name)
            if track is None:
                return
            first = track.arrivals[0] if track.arrivals else Arrival(1, float("inf"), None)
            older = [pair for pair in values if pair[0] < first.timestamp]
            for place, (timestamp, value) in enumerate(reversed(older), start=1):
                if len(track.arrivals) == MANY:
                    break
                track.arrivals.appendleft(Arrival(first.number - place, timestamp, value))

    def fill_once(self, name: str, oldest: float) -> bool:
        """Whether the values of a field back to this time are still to be put before those in memory."""
        with self.lock:
            if self._filled_back_to.get(name, float("inf")) <= oldest:
                return False
            self._filled_back_to[name] = oldest
            return True

    def keep_many(self, name: str) -> None:
        """Somebody follows this field: keep more of it from now on."""
        with self.lock:
            track = self._track(name)
            if track is not None and track.arrivals.maxlen != MANY:
                track.arrivals = deque(track.arrivals, maxlen=MANY)

    def set_traces(self, steps: Iterable[tuple[str, int, float]]) -> None:
        """Draw what was before: name, step, value, in the order of time."""
        with self.lock:
            for track in self._tracks.values():
                track.trace.clear()
            for name, step, value in steps:
                if name in self._tracks:
                    self._tracks[name].trace.append((step, value))

    def _take(self, record: Record) -> None:
        fields, timestamp = record.get("fields"), record.get("timestamp")
        if not isinstance(fields, dict):
            return
        at = float(timestamp) if isinstance(timestamp, float | int) else time.time()
        for name, value in fields.items():
            if type(value) is list and is_pairs(value):
                for moment, part in value:
                    self.add(name, moment, part)
            elif value != []:
                self.add(name, at, value)
        self._describe(record.get("metadata"))

    def _describe(self, metadata: Any) -> None:
        told = metadata.get("fields") if isinstance(metadata, dict) else None
        for name, words in told.items() if isinstance(told, dict) else ():
            if isinstance(words, dict) and name in self._tracks:
                self.metadata[name] = words

    def _track(self, name: str) -> Track | None:
        """None when there is no more room."""
        if name not in self._tracks:
            if len(self._tracks) >= MOST_FIELDS or not 0 < len(name) <= 200:
                return None
            self._tracks[name] = Track()
        return self._tracks[name]

    # --- looking ------------------------------------------------------------------------------------------

    def names(self) -> list[str]:
        with self.lock:
            return list(self._tracks)

    def newest(self, name: str) -> Arrival | None:
        track = self._tracks.get(name)
        return track.newest if track and track.arrivals else None

    def arrivals(self, name: str) -> list[Arrival]:
        with self.lock:
            track = self._tracks.get(name)
            return list(track.arrivals) if track else []

    def after(self, name: str, number: int) -> list[Arrival]:
        with self.lock:
            track = self._tracks.get(name)
            return track.after(number) if track else []

    def changed(self, since: int) -> tuple[int, dict[str, Arrival]]:
        """The number of the last arrival, and the newest value of each field whose newest came after `since`."""
        with self.lock:
            newest = {n: t.newest for n, t in self._tracks.items() if t.newest.number > since}
            return self.number, newest

    def traces(self) -> Iterator[tuple[str, list[tuple[int, float]]]]:
        """Of each field with numbers, the last value of each ten seconds: (seconds since 1970 / 10, value)."""
        with self.lock:
            drawn = [(name, list(track.trace)) for name, track in self._tracks.items() if track.trace]
        yield from drawn
