"""SealogReader: events of a Sealog server as they happen."""

import json
from collections import deque
from typing import Any

from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection

from logging_core.loggers.base.component import PATIENCE, Record
from logging_core.loggers.formats.sealog_events import record_of
from logging_core.loggers.wires.connected import ConnectedReader
from logging_core.loggers.wires.websocket_client import connected

SUBSCRIPTIONS = ("/ws/status/newEvents", "/ws/status/updateEvents")


class SealogReader(ConnectedReader):
    """Records `sealog_event` with event_id, event_value, event_author, event_free_text, event_option_NAME.

    `uri` is the server's socket, such as `wss://host:8000/ws`. Speaks nes, version 2, and answers its heartbeat.
    """

    failures = (OSError, WebSocketException)

    def __init__(
        self,
        uri: str,
        client_wsid: str = "OpenRVDAS_Sealog_Reader",
        subs: list | None = None,
        check_cert: bool | str = False,
    ) -> None:
        super().__init__()
        if not uri.startswith(("ws://", "wss://")):
            raise ValueError("uri: expected an address that begins with ws:// or wss://")
        self.uri = uri
        self.name = client_wsid
        self.check_cert = check_cert
        self._subscriptions = [str(path) for path in subs or SUBSCRIPTIONS]
        self._connection: ClientConnection | None = None
        self._early: deque[dict[str, Any]] = deque()  # events that overtook the answer to hello

    def open(self) -> None:
        self._connection = connected(self.uri, self.check_cert)
        self._say("hello", version="2", subs=self._subscriptions)
        while (answer := self._hear(5.0)).get("type") != "hello":
            if not answer:
                raise OSError("the server did not answer hello")
            self._early.append(answer)
        if answer.get("statusCode", 200) >= 400:
            raise OSError(f"the server refused: {answer.get('payload', {}).get('message')}")

    def receive(self) -> Record:
        message = self._early.popleft() if self._early else self._hear(PATIENCE)
        if message.get("type") == "ping":
            self._say("ping")
        return self._event(message.get("message")) if message.get("type") == "pub" else None

    def shut(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _event(self, event: Any) -> Record:
        try:
            return record_of(event)
        except (KeyError, TypeError, ValueError, AttributeError):
            self.tally.add("not an event", event)
            return None

    def _say(self, kind: str, **parts: Any) -> None:
        if self._connection is None:
            raise OSError("the connection was closed")
        self._connection.send(json.dumps({"type": kind, "id": self.name, **parts}))

    def _hear(self, seconds: float) -> dict[str, Any]:
        """The next message, or an empty one after so many seconds of silence."""
        if self._connection is None:
            raise OSError("the connection was closed")
        try:
            message = json.loads(self._connection.recv(timeout=seconds))
        except TimeoutError:
            return {}
        except ValueError:
            message = None
        if isinstance(message, dict):
            return message
        self.tally.add("not a message", message)
        return {}
