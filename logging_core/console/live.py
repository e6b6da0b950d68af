"""The live socket of the pages: first everything since N, then each change as it happens, and a beat."""

import asyncio
import json
import logging
from typing import Any
from urllib.parse import parse_qs

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer

from logging_core.console.readings import readings
from logging_core.shared import clock, feed, permissions
from logging_core.shared.pump import Bulletin, Follower, pump

log = logging.getLogger(__name__)
BEAT_S = 2.0
SIGN_IN = 4401
COME_BACK = 4000


class LiveFeed(AsyncWebsocketConsumer):
    """`/live?since=N&epoch=E`. Follows the journal through its process's pump, not a channel layer.

    With `readings=1` it tells position and depth, too, each second in which they changed.
    """

    channel_layer_alias = "none"
    follower: Follower | None = None
    writer: asyncio.Task[None] | None = None
    teller: asyncio.Task[None] | None = None

    async def connect(self) -> None:
        await self.accept()
        person = self.scope["user"]
        if not person.is_authenticated or not permissions.has_scope(person, permissions.READ_EVENTS):
            await self.close(SIGN_IN)
            return
        self.follower, position = await pump().join(person)
        self.writer = asyncio.create_task(self._write(self.follower, position))
        if "readings" in self._asked() and permissions.has_scope(person, permissions.READ_LOGGERS):
            self.teller = asyncio.create_task(self._tell_readings())

    async def disconnect(self, code: int) -> None:
        if self.follower:
            pump().leave(self.follower)
        for task in (self.writer, self.teller):
            if task:
                task.cancel()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Only pings are understood: the page measures the offset of its clock with them."""
        try:
            asked = json.loads(text_data or "")
        except (ValueError, RecursionError):
            asked = None
        if isinstance(asked, dict) and asked.get("type") == "ping":
            await self._say(type="pong", t=asked.get("t"), now=clock.iso(clock.now()))

    async def _write(self, follower: Follower, position: feed.Position) -> None:
        try:
            seq = await self._catch_up(follower, position)
            while not follower.lost:
                seq = await self._next(follower, seq)
        except asyncio.CancelledError:
            raise
        except Exception:
            # The page reconnects and catches up; an open socket that is silent for ever would be worse.
            await self.close(COME_BACK)
            raise
        await self.close(COME_BACK)

    async def _catch_up(self, follower: Follower, position: feed.Position) -> int:
        """Say where we are, and send what the page has missed."""
        await self._say(type="hello", epoch=position.epoch, seq=position.seq, now=clock.iso(clock.now()))
        since = self._since()
        if since is None:
            return position.seq
        if not feed.can_follow(since, position):
            await self._say(type="reset", epoch=position.epoch, seq=position.seq)
            return position.seq
        if since.seq < position.seq:
            for change in await database_sync_to_async(feed.after)(since.seq, position.seq):
                await self.send(Bulletin(change).text_for(follower.person))
        return position.seq

    async def _next(self, follower: Follower, seq: int) -> int:
        """Send the next change, or a beat when there is none; returns the number of the last change sent."""
        try:
            bulletin = await asyncio.wait_for(follower.queue.get(), BEAT_S)
        except TimeoutError:
            await self._say(type="beat", seq=seq, now=clock.iso(clock.now()))
            return seq
        if bulletin is None:
            return seq
        await self.send(bulletin.text_for(follower.person))
        if bulletin.change.kind == "user" and bulletin.change.record_id == follower.person.id:
            await self.close(SIGN_IN)  # roles or access changed: come back as who you are now
        return bulletin.change.seq

    async def _tell_readings(self) -> None:
        """Whatever happens to values, events go on."""
        try:
            source = await readings()
            text = source.now()
            while True:
                await self.send(text)
                text = await source.next(text)
        except Exception:
            log.exception("a page gets no readings any more")

    def _asked(self) -> dict[str, list[str]]:
        return parse_qs(self.scope["query_string"].decode("latin-1"))

    def _since(self) -> feed.Position | None:
        asked = self._asked()
        seq = asked.get("since", [""])[0]
        if not seq.isascii() or not seq.isdigit() or len(seq) > 18:
            return None
        return feed.Position(asked.get("epoch", [""])[0], int(seq))

    async def _say(self, **frame: Any) -> None:
        await self.send(json.dumps(frame))
