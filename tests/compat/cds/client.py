"""A client of cached data servers, written from the description of their protocol."""

import json
import secrets
from contextlib import ExitStack
from typing import Any

from websockets.sync.client import ClientConnection, connect

Message = dict[str, Any]


class Client:
    def __init__(self, url: str, **options: Any) -> None:
        opening = connect(f"{url.replace('http', 'ws', 1)}/cds-ws", max_size=None, **options)
        self._open = ExitStack()
        self.socket: ClientConnection = self._open.enter_context(opening)

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        self._open.close()

    def ask(self, message: Message | str) -> Message:
        """One request, one answer."""
        self.socket.send(message if isinstance(message, str) else json.dumps(message))
        return self.hear()

    def hear(self) -> Message:
        return json.loads(self.socket.recv(timeout=10))

    def publish(self, timestamp: float | None = None, metadata: Any = None, **fields: Any) -> Message:
        return self.ask(
            {"type": "publish", "data": {"timestamp": timestamp, "fields": fields, "metadata": metadata}}
        )

    def subscribe(self, fields: Any, **more: Any) -> Message:
        return self.ask({"type": "subscribe", "fields": fields, "interval": 0.1, **more})

    def ready(self) -> Any:
        answer = self.ask({"type": "ready"})
        assert (answer["type"], answer["status"]) == ("data", 200), answer
        return answer["data"]

    def wait_for(self, name: str) -> list[Any]:
        """The next values of a field."""
        for _ in range(100):
            if pairs := self.ready().get(name):
                return [value for _, value in pairs]
        raise AssertionError(f"nothing of {name}")


def new_field() -> str:
    """A name that no other test uses."""
    return f"F{secrets.token_hex(4)}"
