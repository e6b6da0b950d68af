"""One conversation with a client: what it says, and what it is answered."""

from collections.abc import Awaitable, Callable

from logging_core.compat.nes import protocol
from logging_core.compat.nes.hub import Hub
from logging_core.compat.nes.identity import identify
from logging_core.compat.nes.listener import Listener
from logging_core.compat.nes.paths import checked_path
from logging_core.compat.nes.protocol import Message, Mistake, answer
from logging_core.shared.http import refusal_body

OUTPUT_PATHS = {"/ws/execute_output", "execute_output"}


class Conversation:
    """`address` is that of the client, None when it came through a unix socket."""

    def __init__(self, hub: Hub, listener: Listener, address: str | None) -> None:
        self.greeted = False
        self._hub = hub
        self._listener = listener
        self._address = address
        self._verbs: dict[str, Callable[[Message], Awaitable[str]]] = {
            "sub": self._sub,
            "unsub": self._unsub,
            "request": self._request,
            "reauth": self._reauth,
            "message": self._message,
        }

    async def answer(self, message: Message) -> str | None:
        """The frame that answers a message; nothing answers a ping. Raises Mistake."""
        if not protocol.truthy(message.get("id")):
            raise Mistake(400, "Message missing id")
        kind = message["type"]
        if kind == "ping":
            return None
        if kind == "hello":
            return await self._hello(message)
        if not self.greeted:
            raise Mistake(400, "Connection is not initialized")
        verb = self._verbs.get(kind) if isinstance(kind, str) else None
        if verb is None:
            raise Mistake(400, "Unknown message type")
        return await verb(message)

    async def _hello(self, message: Message) -> str:
        if self.greeted:
            raise Mistake(400, "Connection already initialized")
        subscriptions = protocol.checked_hello(message)
        self.greeted = True  # also when the rest fails: a client gets one hello
        self._listener.person = await identify(message.get("auth"), self._address)
        await self._hub.ready()
        for path in subscriptions:
            self._listener.paths.add(checked_path(path))
        heartbeat = {"interval": protocol.INTERVAL_S * 1000, "timeout": protocol.TIMEOUT_S * 1000}
        return answer(message, heartbeat=heartbeat, socket=f"{id(self._listener):x}")

    async def _sub(self, message: Message) -> str:
        path = _path_of_its_own(message)
        self._listener.paths.add(path)
        return answer(message, path=path)

    async def _unsub(self, message: Message) -> str:
        if not isinstance(message.get("path"), str) or not message["path"]:
            raise Mistake(400, "Message missing path")
        self._listener.paths.discard(message["path"])
        return answer(message)

    async def _request(self, message: Message) -> str:
        """Of the routes of the server only the one that clients ask for over the socket."""
        method, path = protocol.checked_request(message)
        if method == "GET" and path in OUTPUT_PATHS:
            self._listener.wants_output = True
            await self._hub.output.ready()
            return answer(message, statusCode=200, payload="connection request received")
        return answer(message, statusCode=404, payload=refusal_body(404, "Not Found"))

    async def _reauth(self, message: Message) -> str:
        self._listener.person = await identify(message.get("auth"), self._address)
        return answer(message)

    async def _message(self, message: Message) -> str:
        raise Mistake(501, "Not Implemented")


def _path_of_its_own(message: Message) -> str:
    """In answer to a `sub` the error does not repeat the path, as it does in answer to a hello."""
    try:
        return checked_path(message.get("path"))
    except Mistake as mistake:
        raise Mistake(mistake.status, mistake.text) from mistake
