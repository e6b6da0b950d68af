"""One open socket, as the hub knows it."""

import asyncio
from dataclasses import dataclass, field

from logging_core.accounts.models import User
from logging_core.compat.nes.protocol import PING

LONGEST_QUEUE = 1000


@dataclass(eq=False)
class Listener:
    """Who listens to what, and the frames that wait to be sent; None in the queue closes the socket."""

    person: User | None = None
    paths: set[str] = field(default_factory=set)
    wants_output: bool = False
    alive: bool = True
    queue: asyncio.Queue[str | None] = field(default_factory=lambda: asyncio.Queue(LONGEST_QUEUE))

    def offer(self, frame: str) -> None:
        """Queue a publication. Who does not read is let go: he would have to be given all the memory there is."""
        self.alive = True
        self._put(frame)

    def ping(self) -> None:
        self._put(PING)

    def let_go(self) -> None:
        """Close the socket as soon as the frames queued before are sent."""
        try:
            self.queue.put_nowait(None)
        except asyncio.QueueFull:
            self._drop()

    def _put(self, frame: str) -> None:
        try:
            self.queue.put_nowait(frame)
        except asyncio.QueueFull:
            self._drop()

    def _drop(self) -> None:
        while not self.queue.empty():
            self.queue.get_nowait()
        self.queue.put_nowait(None)
