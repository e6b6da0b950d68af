"""The live socket of the archive's pages: the overview whenever it changes, else a beat."""

import asyncio
import json
from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer

from logging_core.shared import clock
from logging_core.shared.pump import Follower, pump
from monitoring.console.hub import hub
from monitoring.console.reading import may_look, reader

BEAT_S = 2.0
SIGN_IN = 4401
COME_BACK = 4000


class ArchiveLive(AsyncWebsocketConsumer):
    """`/archive/live`. Its marks say which lists a page has to read anew."""

    channel_layer_alias = "none"
    follower: Follower | None = None
    watching = False
    tasks: tuple[asyncio.Task[None], ...] = ()

    async def connect(self) -> None:
        await self.accept()
        person = self.scope["user"]
        if not may_look(person, (self.scope.get("client") or ("",))[0]):
            await self.close(SIGN_IN)
            return
        if reader(person):
            self.follower, _ = await pump().join(person)
        hub().watchers += 1
        self.watching = True
        await self._say(type="hello", now=clock.iso(clock.now()))
        work = [self._tell()]
        if self.follower:
            work.append(self._hear_of_myself(self.follower))
        self.tasks = tuple(asyncio.create_task(self._guarded(one)) for one in work)

    async def disconnect(self, code: int) -> None:
        if self.watching:
            hub().watchers -= 1
        if self.follower:
            pump().leave(self.follower)
        for task in self.tasks:
            task.cancel()

    async def _guarded(self, work: Any) -> None:
        """The page reconnects; an open socket that is silent for ever would be worse."""
        try:
            await work
        except asyncio.CancelledError:
            raise
        except Exception:
            await self.close(COME_BACK)
            raise
        await self.close(COME_BACK)

    async def _tell(self) -> None:
        seen = -1 if hub().frame else 0
        while True:
            try:
                seen = await asyncio.wait_for(hub().after(seen), BEAT_S)
            except TimeoutError:
                await self._say(type="beat", now=clock.iso(clock.now()))
                continue
            await self.send(hub().frame)

    async def _hear_of_myself(self, follower: Follower) -> None:
        """Roles or access changed: come back as who you are now."""
        while not follower.lost:
            bulletin = await follower.queue.get()
            if bulletin and bulletin.change.kind == "user" and bulletin.change.record_id == self.scope["user"].id:
                await self.close(SIGN_IN)

    async def _say(self, **frame: Any) -> None:
        await self.send(json.dumps(frame))
