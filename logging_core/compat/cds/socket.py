"""The socket of data server clients: one answer to each request, at the pace they ask for."""

import asyncio
import time
from typing import Any

from asgiref.sync import sync_to_async
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer

from logging_core.compat.cds import protocol, requests
from logging_core.compat.cds.admission import admission
from logging_core.compat.cds.protocol import Message, Mistake
from logging_core.compat.cds.refusals import refusals
from logging_core.compat.cds.subscription import Subscription
from logging_core.compat.cds.values import data_server
from logging_core.streams.publishing import publisher
from logging_core.streams.recent import Recent

NOT_ADMITTED = 1008
MOST_MISTAKES = 1000


class DataServerSocket(AsyncWebsocketConsumer):
    """`/cds-ws`. Pull-driven, so nothing piles up for a client that does not read."""

    channel_layer_alias = "none"
    subscription: Subscription | None = None
    mistakes = 0
    next_at = 0.0

    async def connect(self) -> None:
        await self.accept()
        self.admitted = await database_sync_to_async(self._admission)()
        if not self.admitted.read:
            await self.send(Mistake("log in, or come from a nearer network", status=401).answer)
            await self.close(NOT_ADMITTED)
            return
        self.recent: Recent = await sync_to_async(data_server, thread_sensitive=False)()

    def _admission(self) -> Any:
        headers = {name.decode().lower(): value.decode("latin-1") for name, value in self.scope["headers"]}
        client = self.scope.get("client")
        return admission(
            self.scope["user"],
            client[0] if client else None,
            headers.get("origin", ""),
            headers.get("authorization", ""),
        )

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if not self.admitted.read:
            return
        await self._keep_pace()
        text = text_data if text_data is not None else (bytes_data or b"").decode(errors="replace")
        try:
            await self._answer(protocol.read(text))
        except Mistake as mistake:
            await self.send(mistake.answer)
            self.mistakes += 1
            if self.mistakes >= MOST_MISTAKES:
                await self.close(NOT_ADMITTED)

    async def _keep_pace(self) -> None:
        """After data the next request waits until the interval is over."""
        wait = self.next_at - time.monotonic()
        if wait > 0:
            await asyncio.sleep(wait)

    async def _answer(self, message: Message) -> None:
        kinds = {
            "fields": self._fields,
            "describe": self._describe,
            "publish": self._publish,
            "subscribe": self._subscribe,
            "ready": self._ready,
        }
        kind = message["type"]
        if not isinstance(kind, str) or kind not in kinds:
            raise Mistake(f"unrecognized request type: {str(kind)[:100]}")
        await kinds[kind](message)

    async def _fields(self, message: Message) -> None:
        await self.send(protocol.answer("fields", data=self.recent.names()))

    async def _describe(self, message: Message) -> None:
        asked = message.get("fields")
        names = [name for name in asked if isinstance(name, str)] if isinstance(asked, list | dict) else None
        known = self.recent.metadata
        data = dict(known) if names is None else {name: known.get(name, {}) for name in names}
        await self.send(protocol.answer("describe", data=data))

    async def _publish(self, message: Message) -> None:
        if not self.admitted.publish:
            raise Mistake("you may not publish here", "publish", status=403)
        record = requests.published(message)
        refused = publisher(self.recent).publish(record) if record is not None else {}
        await self.send(protocol.answer("publish", **({"refused": refused} if refused else {})))
        if refusals.is_due(publisher(self.recent)):
            await database_sync_to_async(refusals.write)()

    async def _subscribe(self, message: Message) -> None:
        asked = requests.subscription(message)
        self.subscription = await database_sync_to_async(Subscription)(self.recent, asked)
        await self.send(protocol.answer("subscribe"))

    async def _ready(self, message: Message) -> None:
        if self.subscription is None:
            raise Mistake("client ready, but it has not subscribed", "ready")
        self.next_at = time.monotonic() + self.subscription.asked.interval
        if not self.subscription.known_format:
            form = self.subscription.asked.format[:100]
            await self.send(Mistake(f"unrecognized format requested: {form}", "ready").answer)
            await self.send(protocol.answer("data", data={}))
            return
        await self.send(protocol.answer("data", data=self.subscription.news()))
