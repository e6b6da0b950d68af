"""What live sockets of pages share that show one thing: it is told whenever it changes, else there is a beat."""

import asyncio
import json
from collections.abc import Coroutine, Iterator
from typing import Any, Protocol

from channels.generic.websocket import AsyncWebsocketConsumer

from logging_core.shared import clock
from logging_core.shared.models import Change
from logging_core.shared.pump import Follower, pump

BEAT_S = 2.0
SIGN_IN = 4401
COME_BACK = 4000


class Hub(Protocol):
    """One in each web process: gathers what all pages are told."""

    async def after(self, seen: int) -> int:
        """Wait until there is something newer; gives its number."""
        ...


class LivePage(AsyncWebsocketConsumer):
    """A page that was away needs no catching up: it is told, or reads, everything anew when it comes back."""

    channel_layer_alias = "none"
    follower: Follower | None = None  # of the journal; somebody who is not logged in has none
    tasks: tuple[asyncio.Task[None], ...] = ()

    def may_look(self) -> bool:
        raise NotImplementedError

    def the_hub(self) -> Hub:
        raise NotImplementedError

    async def tell(self) -> None:
        """Send what is newest."""
        raise NotImplementedError

    async def tell_change(self, change: Change) -> None:
        """What else is said of a change in the journal."""

    def opened(self) -> int:
        """Done when somebody comes; gives the number of what he has seen already."""
        return -1

    async def connect(self) -> None:
        await self.accept()
        if not self.may_look():
            await self.close(SIGN_IN)
            return
        person = self.scope["user"]
        if person.is_authenticated:
            self.follower, _ = await pump().join(person)
        seen = self.opened()
        await self.say(type="hello", now=clock.iso(clock.now()))
        self.tasks = tuple(asyncio.create_task(self._guarded(work)) for work in self._work(seen))

    async def disconnect(self, code: int) -> None:
        if self.follower:
            pump().leave(self.follower)
        for task in self.tasks:
            task.cancel()

    async def say(self, **frame: Any) -> None:
        await self.send(json.dumps(frame))

    def _work(self, seen: int) -> Iterator[Coroutine[Any, Any, None]]:
        yield self._tell_for_ever(seen)
        if self.follower:
            yield self._tell_changes(self.follower)

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        """The page reconnects; an open socket that is silent for ever would be worse."""
        try:
            await work
        except asyncio.CancelledError:
            raise
        except Exception:
            await self.close(COME_BACK)
            raise
        await self.close(COME_BACK)

    async def _tell_for_ever(self, seen: int) -> None:
        """A slow page skips what it missed."""
        while True:
            try:
                seen = await asyncio.wait_for(self.the_hub().after(seen), BEAT_S)
            except TimeoutError:
                await self.say(type="beat", now=clock.iso(clock.now()))
                continue
            await self.tell()

    async def _tell_changes(self, follower: Follower) -> None:
        while not follower.lost:
            bulletin = await follower.queue.get()
            if bulletin is not None:
                await self._tell_change(bulletin.change)

    async def _tell_change(self, change: Change) -> None:
        if change.kind == "user" and change.record_id == self.scope["user"].id:
            await self.close(SIGN_IN)  # roles or access changed: come back as who you are now
        await self.tell_change(change)
