"""TCPReader: listens, and reads lines of one client at a time."""

import socket

from logging_core.loggers.base.component import PATIENCE
from logging_core.loggers.readers.streaming import CHUNK, StreamReader
from logging_core.loggers.wires.sockets import checked_port, keep_alive

LISTENER, CLIENT = "listener", "client"


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
        self._listener = self.keeping.take_socket(LISTENER) or self._made()
        self._listener.settimeout(PATIENCE)
        self.keeping.keep(LISTENER, self._listener.fileno())
        self._take_over(self.keeping.take_socket(CLIENT))

    def _made(self) -> socket.socket:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, int(self.reuseaddr))
            if self.reuseport:
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            listener.bind((self.interface or "", self.port))
            listener.listen(1)
        except OSError:
            listener.close()
            raise
        return listener

    def fill(self) -> bool:
        return self._accepted() and self._received()

    def shut(self) -> None:
        self._drop_client()
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.close()
        self.keeping.let_go(LISTENER)

    def _take_over(self, client: socket.socket | None) -> None:
        """The client of an earlier process, which was ended in the midst of a line perhaps."""
        if client is not None:
            self.in_doubt = True
            self._welcome(client)

    def _accepted(self) -> bool:
        if self._client is None:
            if self._listener is None:
                raise OSError("the socket was closed")
            try:
                client, _ = self._listener.accept()
            except TimeoutError:
                return False
            self._welcome(client)
        return True

    def _welcome(self, client: socket.socket) -> None:
        client.settimeout(PATIENCE)
        keep_alive(client)
        self._client = client
        self.keeping.keep(CLIENT, client.fileno())

    def _received(self) -> bool:
        client = self._client
        if client is None:
            return False
        try:
            data = client.recv(CHUNK)
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
        self.keeping.let_go(CLIENT)
        self.take_rest()
