"""The pump of a web process: reads the journal in order and hands every change to each open page.

It wakes when the database rings (NOTIFY at commit) and looks once a second anyway, so a lost bell costs a
second, never a change. When the database is away it keeps trying; on return it goes on where it stopped.
"""

import asyncio
import json
import logging
import select
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import psycopg2
from django.db import DatabaseError, InterfaceError, connection

from logging_core.shared import feed, permissions
from logging_core.shared.announce import CHANNEL
from logging_core.shared.models import Change

log = logging.getLogger(__name__)
LOOK_ANYWAY_S = 1.0
RETRY_S = 0.5
MOST_WAITING = 2000
on_news: list[Callable[[], None]] = []  # told of every step; must not raise and not wait for anything


@dataclass(frozen=True)
class Bulletin:
    """A change as text, made once for all pages that may see it."""

    change: Change

    @cached_property
    def whole(self) -> str:
        return json.dumps(feed.message(self.change, _AN_ADMIN))

    @cached_property
    def blank(self) -> str:
        return json.dumps(feed.message(self.change, None))

    def text_for(self, person: permissions.Person) -> str:
        seen = permissions.may_see_change(person, self.change.kind, self.change.restricted)
        return self.whole if seen else self.blank


class _Admin:
    roles = ["admin"]


_AN_ADMIN = _Admin()


@dataclass(eq=False)
class Follower:
    """One open page: who looks, and what waits to be sent there."""

    person: Any
    queue: asyncio.Queue[Bulletin | None] = field(default_factory=asyncio.Queue)
    lost: bool = False

    def offer(self, bulletins: list[Bulletin]) -> None:
        """A page that does not read is let go; it will come back and catch up.

        Only what waited before counts: a large step (an import) is no fault of the pages.
        """
        if self.queue.qsize() > MOST_WAITING:
            self.let_go()
            return
        for bulletin in bulletins:
            self.queue.put_nowait(bulletin)

    def let_go(self) -> None:
        self.lost = True
        while not self.queue.empty():
            self.queue.get_nowait()
        self.queue.put_nowait(None)


class Pump:
    """Follows the journal in a thread; delivers on the event loop of the pages."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.followers: set[Follower] = set()
        self.position = feed.Position("", 0)  # what has been delivered, as the loop knows it
        self._read_to: feed.Position | None = None  # what has been read, as the thread knows it
        self._in_touch = True
        self._started = asyncio.Event()
        threading.Thread(target=self._run, name="feed-pump", daemon=True).start()

    async def join(self, person: Any) -> tuple[Follower, feed.Position]:
        """Follow from now on; returns the place up to which the page must read by itself."""
        await self._started.wait()
        follower = Follower(person)
        self.followers.add(follower)
        return follower, self.position

    def leave(self, follower: Follower) -> None:
        self.followers.discard(follower)

    def _run(self) -> None:
        while True:
            try:
                self._follow()
            except (psycopg2.Error, DatabaseError, InterfaceError, OSError) as problem:
                if self._in_touch:
                    log.warning("the feed lost the database and keeps trying: %s", problem)
                self._in_touch = False
            except Exception:
                log.exception("the feed pump failed and starts again")
            connection.close()
            threading.Event().wait(RETRY_S)

    def _follow(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")
        self._in_touch = True
        raw = connection.connection
        while True:
            raw.notifies.clear()
            self._read()
            if not raw.notifies:
                select.select([raw], [], [], LOOK_ANYWAY_S)
                raw.poll()

    def _read(self) -> None:
        now = feed.head()
        if self._read_to is None or not feed.can_follow(self._read_to, now):
            self._read_to = now
            self.loop.call_soon_threadsafe(self._start_over, now)
        elif now.seq > self._read_to.seq:
            bulletins = [Bulletin(change) for change in feed.after(self._read_to.seq, now.seq)]
            self._read_to = now
            self.loop.call_soon_threadsafe(self._deliver, bulletins, now)
            for tell in on_news:
                tell()

    def _start_over(self, now: feed.Position) -> None:
        """The first look, or another database than before: pages come back and find out what they need."""
        self.position = now
        self._started.set()
        for follower in self.followers:
            follower.let_go()

    def _deliver(self, bulletins: list[Bulletin], now: feed.Position) -> None:
        self.position = now
        for follower in self.followers:
            follower.offer(bulletins)


_pumps: dict[asyncio.AbstractEventLoop, Pump] = {}


def pump() -> Pump:
    """The pump of the running event loop; started with the first page."""
    loop = asyncio.get_running_loop()
    if loop not in _pumps:
        _pumps[loop] = Pump(loop)
    return _pumps[loop]
