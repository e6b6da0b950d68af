"""WebsocketReader: messages of a WebsocketWriter."""

from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection

from logging_core.loggers.base.component import PATIENCE, Record
from logging_core.loggers.wires.connected import ConnectedReader
from logging_core.loggers.wires.websocket_client import connected


class WebsocketReader(ConnectedReader):
    """A client of `ws://host:port` or `wss://host:port`; `check_cert` is true, false or a file of certificates."""

    failures = (OSError, WebSocketException)

    def __init__(self, uri: str, check_cert: bool | str = False) -> None:
        super().__init__()
        if not uri.startswith(("ws://", "wss://")):
            raise ValueError("uri: expected an address that begins with ws:// or wss://")
        self.uri = uri
        self.check_cert = check_cert
        self._connection: ClientConnection | None = None

    def open(self) -> None:
        self._connection = connected(self.uri, self.check_cert)

    def receive(self) -> Record:
        if self._connection is None:
            raise OSError("the connection was closed")
        try:
            message = self._connection.recv(timeout=PATIENCE)
        except TimeoutError:
            return None
        if isinstance(message, bytes) and self.encoding:
            return message.decode(self.encoding, self.encoding_errors) or None
        return message or None

    def shut(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
