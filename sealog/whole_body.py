"""A slow sender must not hold a thread: small bodies are taken in whole before a thread begins."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import quote

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
MOST = 1024 * 1024  # bytes; what is larger streams to the thread as it comes


class WholeBody:
    """Wraps an ASGI application for HTTP."""

    def __init__(self, application: Callable) -> None:
        self._application = application

    async def __call__(self, scope: Message, receive: Receive, send: Callable) -> None:
        # Bytes outside ASCII are not allowed here, but arrive; the application expects them percent-encoded.
        query = quote(scope["query_string"], safe="%!$&'()*+,;=:@/?[]\\^`{|}<>\"#~ ")
        early = await _first_messages(receive)
        if early[-1]["type"] != "http.disconnect":
            await self._application({**scope, "query_string": query.encode()}, _replay(early, receive), send)


async def _first_messages(receive: Receive) -> list[Message]:
    """Messages up to the end of the body, the end of the connection, or MOST bytes."""
    messages, size = [await receive()], 0
    while messages[-1].get("more_body") and (size := size + len(messages[-1]["body"])) < MOST:
        messages.append(await receive())
    return messages


def _replay(early: list[Message], receive: Receive) -> Receive:
    waiting = iter(early)

    async def next_message() -> Message:
        message = next(waiting, None)
        return message if message is not None else await receive()

    return next_message
