"""The live socket of the board of values: first everything, then each second what changed."""

import asyncio

from channels.generic.websocket import AsyncWebsocketConsumer

from logging_core.shared import permissions
from logging_core.streams.board import Board, board

SIGN_IN, COME_BACK = 4401, 4000


class LiveValues(AsyncWebsocketConsumer):
    """`/live/values`. A page that reads slowly gets the newest values less often; nothing piles up for it."""

    channel_layer_alias = "none"
    writer: asyncio.Task[None] | None = None

    async def connect(self) -> None:
        await self.accept()
        person = self.scope["user"]
        if not person.is_authenticated or not permissions.has_scope(person, permissions.READ_LOGGERS):
            await self.close(SIGN_IN)
            return
        self.writer = asyncio.create_task(self._write(await board()))

    async def disconnect(self, code: int) -> None:
        if self.writer:
            self.writer.cancel()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Pages have nothing to say here."""

    async def _write(self, values: Board) -> None:
        try:
            number, text = values.everything()
            while True:
                await self.send(text)
                number, text = await values.next(number)
        except asyncio.CancelledError:
            raise
        except Exception:
            await self.close(COME_BACK)
            raise
