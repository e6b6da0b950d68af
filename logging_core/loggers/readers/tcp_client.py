"""TCPClientReader: connects to a device or converter that serves its lines on a port."""

import socket

from logging_core.loggers.base.component import PATIENCE
from logging_core.loggers.readers.streaming import CHUNK, StreamReader
from logging_core.loggers.wires.sockets import checked_port, keep_alive

KEPT = "connection"


class TCPClientReader(StreamReader):
    """One connection, kept however silent the device is, and made again after a fault, a little later each time.

    A device that vanished without a word is noticed by the system's keep-alive within a minute. Lines end with
    `eol`, a newline unless given; with `max_bytes` (and no `eol`) records are that many bytes.
    """

    def __init__(self, host: str, port: int | str, eol: str | None = None, max_bytes: int | None = None) -> None:
        super().__init__(eol, max_bytes)
        self.host = host
        self.port = checked_port(port)
        self._peer: socket.socket | None = None

    def open(self) -> None:
        kept = self.keeping.take_socket(KEPT)
        self.in_doubt = kept is not None
        self._peer = kept or socket.create_connection((self.host, self.port), timeout=5)
        self._peer.settimeout(PATIENCE)
        keep_alive(self._peer)
        self.keeping.keep(KEPT, self._peer.fileno())

    def fill(self) -> bool:
        if self._peer is None:
            raise OSError("the connection was closed")
        try:
            data = self._peer.recv(CHUNK)
        except TimeoutError:
            return False
        if not data:
            self.take_rest()
            raise OSError(f"{self.host}:{self.port} closed the connection")
        self.take(data)
        return True

    def shut(self) -> None:
        peer, self._peer = self._peer, None
        if peer is not None:
            peer.close()
        self.keeping.let_go(KEPT)
