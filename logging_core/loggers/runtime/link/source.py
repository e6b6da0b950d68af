"""One spool on its way into the database."""

from collections import Counter
from pathlib import Path
from typing import Any, Protocol

import psycopg2

from logging_core.loggers.runtime.link.database import AWAY, words
from logging_core.loggers.runtime.spool.reading import Frame, SpoolReader

MOST = 2_000  # records of a batch, about


class Target(Protocol):
    """Where records go; see `targets.py`."""

    def records(self, payload: bytes) -> list[Any]: ...

    def position(self, source: str) -> int: ...

    def store(self, records: list[Any], source: str, position: int) -> tuple[int, dict[str, int]]: ...


class Source:
    """`identity` is of the spool's folder; `stored` and `refused` count since the link started."""

    def __init__(self, folder: Path, identity: str) -> None:
        self.folder = folder
        self.identity = identity
        self.key = f"{folder.name}/{identity}"
        self.reader = SpoolReader(folder)
        self.stored = 0
        self.refused: Counter[str] = Counter()
        self._target: Target | None = None

    def attach(self, target: Target) -> None:
        """To a new connection; what counts is how far the database says it is. Raises one of AWAY."""
        self.reader.move_to(target.position(self.key))
        self._target = target

    def step(self) -> bool:
        """Store the next batch; whether more may be waiting. Raises one of AWAY."""
        frames = self.reader.frames(MOST)
        if not frames or self._target is None:
            return False
        try:
            self._store(self._target, frames)
        except AWAY:
            raise
        except Exception:  # something in it cannot be stored: find out what, and store the rest
            for frame in frames:
                self._store_each(self._target, frame)
        self.reader.take(frames)
        return sum(frame.records for frame in frames) >= MOST

    def _store(self, target: Target, frames: list[Frame]) -> None:
        records = [record for frame in frames for record in target.records(frame.payload)]
        done = max(0, self.reader.position - frames[0].start)
        self._count(*target.store(records[done:], self.key, frames[-1].end))

    def _store_each(self, target: Target, frame: Frame) -> None:
        """One record at a time. The place behind each is one byte on; a frame has more bytes than records."""
        try:
            records = target.records(frame.payload)
        except ValueError:
            records = []
            self.refused["frame that cannot be read"] += frame.records
        for number, record in enumerate(records, start=1):
            self._store_one(target, record, frame.start + number)
        target.store([], self.key, frame.end)

    def _store_one(self, target: Target, record: Any, place: int) -> None:
        if place <= self.reader.position:
            return
        try:
            self._count(*target.store([record], self.key, place))
        except AWAY:
            raise
        except Exception as trouble:
            what = words(trouble) if isinstance(trouble, psycopg2.Error) else type(trouble).__name__
            self.refused[f"the database refuses it: {what}"] += 1

    def _count(self, values: int, refused: dict[str, int]) -> None:
        self.stored += values
        self.refused.update(refused)
