"""The socket itself: frames in, frames out, and the reasons to close it."""

import asyncio

from channels.generic.websocket import AsyncWebsocketConsumer

from logging_core.compat.nes import protocol
from logging_core.compat.nes.conversation import Conversation
from logging_core.compat.nes.hub import hub
from logging_core.compat.nes.identity import NotWelcome
from logging_core.compat.nes.listener import POLICY, SLOW, TOO_LARGE, Listener
from logging_core.compat.nes.protocol import Message, Mistake

MOST_MISTAKES = 100
TAKEN_WITHIN_S = 30


class NesSocket(AsyncWebsocketConsumer):
    """Accepted on any path, from any origin and without a session: existing clients know nothing of these."""

    channel_layer_alias = "none"

    async def connect(self) -> None:
        self.mistakes = 0
        self.listener = Listener()
        client = self.scope.get("client")
        self.conversation = Conversation(hub(), self.listener, client[0] if client else None)
        await self.accept()
        hub().listeners.add(self.listener)
        self.writer = asyncio.create_task(self._write())
        self.deadline = asyncio.get_running_loop().call_later(protocol.HELLO_WITHIN_S, self._end_if_silent)

    async def disconnect(self, code: int) -> None:
        self.deadline.cancel()
        hub().listeners.discard(self.listener)
        self.writer.cancel()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self.listener.leaving:
            return
        text = text_data if text_data is not None else (bytes_data or b"").decode(errors="replace")
        if len(text) > protocol.LARGEST_FRAME:
            self.listener.let_go(TOO_LARGE)
            return
        self.listener.alive = True
        message: Message | None = None
        try:
            message = protocol.read(text)
            if answer := await self.conversation.answer(message):
                self.listener.say(answer)
        except Mistake as mistake:
            await self._refuse(message, mistake)

    async def _refuse(self, message: Message | None, mistake: Mistake) -> None:
        self.listener.say(protocol.refusal(message, mistake))
        self.mistakes += 1
        if isinstance(mistake, NotWelcome) or self.mistakes >= MOST_MISTAKES:
            self.listener.let_go(POLICY)

    async def _write(self) -> None:
        """The only sender: frames leave in the order in which they were queued.

        Who takes none for long is cut off: a socket that is stuck would stay open for good.
        """
        try:
            while isinstance(frame := await self.listener.next(), str):
                async with asyncio.timeout(TAKEN_WITHIN_S):
                    await self.send(frame)
            await self.close(frame)
        except TimeoutError:
            self.listener.let_go(SLOW)
            await self.close(SLOW)
        except OSError:
            pass  # the client is gone; `disconnect` follows

    def _end_if_silent(self) -> None:
        if not self.conversation.greeted:
            self.listener.let_go()
