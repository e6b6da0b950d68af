"""TCPReader: listens, and reads lines of one client at a time."""

import socket

from logging_core.loggers.component import PATIENCE
from logging_core.loggers.readers.streaming import StreamReader
from logging_core.loggers.sockets import checked_port, keep_alive


class TCPReader(StreamReader):
    """A client that goes away is followed by the next one; a client that is silent is kept.

    Lines end with `eol`, a newline unless given; with `max_bytes` (and no `eol`) records are that many bytes.
    """

    def __init__(
        self,
        port: int | str,
        interface: str | None = None,
        eol: str | None = None,
        reuseaddr: bool = True,
        reuseport: bool = False,
        max_bytes: int | None = None,
    ) -> None:
        super().__init__(eol, max_bytes)
        self.port = checked_port(port)
        self.interface = interface
        self.reuseaddr = reuseaddr
        self.reuseport = reuseport
        self._listener: socket.socket | None = None
        self._client: socket.socket | None = None

    def open(self) -> None:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, int(self.reuseaddr))
            if self.reuseport:
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            listener.settimeout(PATIENCE)
            listener.bind((self.interface or "", self.port))
            listener.listen(1)
        except OSError:
            listener.close()
            raise
        self._listener = listener

    def fill(self) -> bool:
        return self._accepted() and self._received()

    def shut(self) -> None:
        self._drop_client()
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.close()

    def _accepted(self) -> bool:
        if self._client is None:
            if self._listener is None:
                raise OSError("the socket was closed")
            try:
                self._client, _ = self._listener.accept()
            except TimeoutError:
                return False
            self._client.settimeout(PATIENCE)
            keep_alive(self._client)
        return True

    def _received(self) -> bool:
        client = self._client
        if client is None:
            return False
        try:
            data = client.recv(65_536)
        except TimeoutError:
            return False
        except OSError as trouble:
            self.tally.add("client lost", trouble)
            data = b""
        if not data:
            self._drop_client()
        self.take(data)
        return bool(data or self._records)

    def _drop_client(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()
        self.take_rest()
