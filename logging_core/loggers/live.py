"""The live socket of the loggers' pages: the status once a second, one logger in detail, and what was changed."""

import asyncio
import json
from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer

from logging_core.loggers.hub import hub
from logging_core.shared import clock, permissions
from logging_core.shared.models import Change
from logging_core.shared.pump import Follower, pump

BEAT_S = 2.0
SIGN_IN = 4401
COME_BACK = 4000
KINDS = ("loggers", "cruise_definition", "logger_feed")
LONGEST_NAME = 1000


class LoggersLive(AsyncWebsocketConsumer):
    """`/loggers/live`. The page may say `{"type": "watch", "logger": NAME}` to see one logger in detail.

    A page that was away needs no catching up: it reads what is to run anew when it comes back.
    """

    channel_layer_alias = "none"
    follower: Follower | None = None
    watched: str | None = None
    tasks: tuple[asyncio.Task[None], ...] = ()

    async def connect(self) -> None:
        await self.accept()
        person = self.scope["user"]
        if not person.is_authenticated or not permissions.has_scope(person, permissions.READ_LOGGERS):
            await self.close(SIGN_IN)
            return
        self.follower, _ = await pump().join(person)
        await self._say(type="hello", now=clock.iso(clock.now()))
        self.tasks = (
            asyncio.create_task(self._guarded(self._tell_status())),
            asyncio.create_task(self._guarded(self._tell_changes(self.follower))),
        )

    async def disconnect(self, code: int) -> None:
        if self.follower:
            pump().leave(self.follower)
        for task in self.tasks:
            task.cancel()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        try:
            asked = json.loads(text_data or "")
        except (ValueError, RecursionError):
            return
        if isinstance(asked, dict) and asked.get("type") == "watch":
            name = asked.get("logger")
            self.watched = name if isinstance(name, str) and len(name) <= LONGEST_NAME else None
            await self._tell_watched()

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

    async def _tell_status(self) -> None:
        """The newest status when there is one, a beat when there is none; a slow page skips what it missed."""
        seen = -1
        while True:
            try:
                seen = await asyncio.wait_for(hub().after(seen), BEAT_S)
            except TimeoutError:
                await self._say(type="beat", now=clock.iso(clock.now()))
                continue
            await self.send(hub().summary)
            await self._tell_watched()

    async def _tell_watched(self) -> None:
        if self.watched is not None:
            await self._say(type="logger", name=self.watched, logger=hub().of(self.watched))

    async def _tell_changes(self, follower: Follower) -> None:
        while not follower.lost:
            bulletin = await follower.queue.get()
            if bulletin is not None:
                await self._tell_change(bulletin.change)

    async def _tell_change(self, change: Change) -> None:
        if change.kind == "user" and change.record_id == self.scope["user"].id:
            await self.close(SIGN_IN)  # roles or access changed: come back as who you are now
        if change.kind in KINDS:
            await self._say(type="change", kind=change.kind, verb=change.verb, actor=change.actor)

    async def _say(self, **frame: Any) -> None:
        await self.send(json.dumps(frame))
