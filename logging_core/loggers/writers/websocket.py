"""WebsocketWriter: a server that sends every record to all its clients."""

import ssl
import threading
from collections import deque
from urllib.parse import urlsplit

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import Server, ServerConnection, serve

from logging_core.loggers.base.component import Record, as_text
from logging_core.loggers.wires.connected import ConnectedWriter

DEFAULT_QUEUE = 1000


class WebsocketWriter(ConnectedWriter):
    """Listens at `ws://host:port`, or `wss://host:port` with `cert_file` and `key_file`.

    Each client has a queue of `max_queue_size` records; one that does not read loses the oldest, which is counted.
    """

    def __init__(
        self,
        uri: str,
        cert_file: str | None = None,
        key_file: str | None = None,
        max_queue_size: int | None = None,
    ) -> None:
        super().__init__()
        parts = urlsplit(uri)
        if parts.scheme not in ("ws", "wss") or parts.port is None:
            raise ValueError("uri: expected ws://host:port or wss://host:port")
        if (parts.scheme == "wss") != bool(cert_file and key_file):
            raise ValueError("cert_file and key_file: needed for wss, and only there")
        self.host, self.port = parts.hostname or "", parts.port
        self._certificate = (cert_file, key_file) if cert_file and key_file else None
        self._size = max_queue_size or DEFAULT_QUEUE
        self._server: Server | None = None
        self._clients: dict[ServerConnection, deque[str | bytes]] = {}
        self._news = threading.Condition()

    def open(self) -> None:
        context = None
        if self._certificate:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(*self._certificate)
        self._server = serve(self._serve, self.host, self.port, ssl=context)
        threading.Thread(target=self._server.serve_forever, name="WebsocketWriter", daemon=True).start()

    def send(self, record: Record) -> None:
        text = as_text(record)
        if not isinstance(text, str | bytes):
            self.refuse(record)
            return
        with self._news:
            for waiting in self._clients.values():
                if len(waiting) >= self._size:
                    waiting.popleft()
                    self.tally.add("client does not read")
                waiting.append(text)
            self._news.notify_all()

    def shut(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.shutdown()
        with self._news:
            self._clients.clear()
            self._news.notify_all()

    def _serve(self, client: ServerConnection) -> None:
        waiting: deque[str | bytes] = deque()
        with self._news:
            self._clients[client] = waiting
        try:
            while (record := self._next(client, waiting)) is not None:
                client.send(record)
        except ConnectionClosed:
            return
        finally:
            with self._news:
                self._clients.pop(client, None)

    def _next(self, client: ServerConnection, waiting: deque[str | bytes]) -> str | bytes | None:
        with self._news:
            while not waiting and client in self._clients and client.close_code is None:
                self._news.wait(1)
            return waiting.popleft() if waiting else None
