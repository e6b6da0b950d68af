"""Feeds: raw records of this logger for others, attached and detached while it runs."""

import re
import threading

from logging_core.loggers.base.building import Builder
from logging_core.loggers.base.component import Component, Record, Writer, as_text
from logging_core.loggers.base.lane import Lane
from logging_core.loggers.base.sections_of_config import WRITER
from logging_core.loggers.base.site import Site
from logging_core.loggers.runtime.parts import NamedPart, named
from logging_core.loggers.runtime.plan import Feed


class RunningFeed:
    """One feed with a lane of its own. Raises ValueError when it cannot be made."""

    def __init__(self, feed: Feed, site: Site) -> None:
        self.feed = feed
        self._only = re.compile(feed.get("only") or "")
        builder = Builder(site)
        writer = builder.component(feed.get("writer"), WRITER, ("writer",))
        if not isinstance(writer, Writer):
            raise ValueError("; ".join(cause for _, cause in builder.complaints))
        self._lane = Lane(writer)
        for _, part, _ in self.parts():
            part.start()

    def put(self, record: Record) -> None:
        for part in record if isinstance(record, list) else (record,):
            if self._only.search(_searchable(part)):
                self._lane.put(part)

    def parts(self) -> list[NamedPart]:
        return [*named(f"feeds.{self.feed['name']}", self._lane.writer)]

    def close(self) -> None:
        self._lane.close()


class BrokenFeed:
    """One that cannot be made, so that somebody sees why."""

    def __init__(self, feed: Feed, trouble: Exception) -> None:
        self.feed = feed
        self._part = Component()
        self._part.trouble = str(trouble)

    def put(self, record: Record) -> None:
        pass

    def parts(self) -> list[NamedPart]:
        return [NamedPart(f"feeds.{self.feed.get('name')}", self._part, self._part)]

    def close(self) -> None:
        pass


class Feeds:
    """`put` belongs to the thread of the logger, `attach` and `close` to another one."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._running: tuple[RunningFeed | BrokenFeed, ...] = ()

    def attach(self, wanted: list[Feed]) -> None:
        """Exactly these from now on; those that are as before are not touched."""
        before = self._running
        kept = [running for running in before if running.feed in wanted]
        known = [running.feed for running in kept]
        self._running = (*kept, *(self._made(feed) for feed in wanted if feed not in known))
        for old in before:
            if old not in kept:
                threading.Thread(target=old.close, name="closing feed", daemon=True).start()

    def put(self, record: Record) -> None:
        for feed in self._running:
            feed.put(record)

    def parts(self) -> list[NamedPart]:
        return [part for feed in self._running for part in feed.parts()]

    def close(self) -> None:
        for feed in self._running:
            feed.close()

    def _made(self, feed: Feed) -> RunningFeed | BrokenFeed:
        try:
            return RunningFeed(feed, self._site)
        except Exception as trouble:  # a feed must not harm its logger
            return BrokenFeed(feed, trouble)


def _searchable(record: Record) -> str:
    text = as_text(record)
    return text.decode("latin-1") if isinstance(text, bytes) else str(text)
