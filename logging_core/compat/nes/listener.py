"""One open socket, as the hub knows it."""

import asyncio
from dataclasses import dataclass, field

from logging_core.accounts.models import User
from logging_core.compat.nes.protocol import PING
from logging_core.shared import permissions

LONGEST_QUEUE = 1000
MOST_WAITING = 4 * 1024 * 1024  # characters
NORMAL, POLICY, TOO_LARGE, SLOW = 1000, 1008, 1009, 1013


@dataclass(eq=False)
class Listener:
    """Who listens to what, and the frames that wait to be sent; a number in the queue closes the socket."""

    person: User | None = None
    paths: set[str] = field(default_factory=set)
    wants_output: bool = False
    alive: bool = True
    leaving: bool = False
    waiting: int = 0  # characters in the queue
    queue: asyncio.Queue[str | int] = field(default_factory=lambda: asyncio.Queue(LONGEST_QUEUE))

    @property
    def is_admin(self) -> bool:
        return permissions.is_admin(self.person)

    async def next(self) -> str | int:
        """What is to be sent next, or the code with which the socket is to be closed."""
        frame = await self.queue.get()
        self.waiting -= len(frame) if isinstance(frame, str) else 0
        return frame

    def say(self, frame: str) -> None:
        """Queue an answer."""
        self._put(frame)

    def offer(self, frame: str) -> None:
        """Queue a publication. Who does not read is let go: he would have to be given all the memory there is."""
        self.alive = True
        self._put(frame)

    def ping(self) -> None:
        self._put(PING)

    def let_go(self, code: int = NORMAL) -> None:
        """Close the socket as soon as the frames queued before are sent."""
        self.leaving = True
        try:
            self.queue.put_nowait(code)
        except asyncio.QueueFull:
            self._drop(code)

    def _put(self, frame: str) -> None:
        if self.leaving:
            return
        if self.queue.full() or self.waiting > MOST_WAITING:
            self._drop(SLOW)
            return
        self.waiting += len(frame)
        self.queue.put_nowait(frame)

    def _drop(self, code: int) -> None:
        self.leaving = True
        while not self.queue.empty():
            self.queue.get_nowait()
        self.waiting = 0
        self.queue.put_nowait(code)
