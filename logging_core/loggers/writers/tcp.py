"""TCPWriter: a client that sends every record."""

import socket

from logging_core.loggers.base.component import Record
from logging_core.loggers.base.framing import unescape
from logging_core.loggers.wires.connected import ConnectedWriter
from logging_core.loggers.wires.sockets import checked_port


class TCPWriter(ConnectedWriter):
    """Connects when there is something to send, and again after a fault; records wait in its lane meanwhile.

    Blocks for 5 seconds at most. `num_retry` and `warning_limit` are accepted.
    """

    def __init__(
        self,
        destination: str,
        port: int | str,
        num_retry: int = 2,
        warning_limit: int = 5,
        eol: str = "",
        reuseaddr: bool = False,
        reuseport: bool = False,
    ) -> None:
        super().__init__()
        self.destination = destination
        self.port = checked_port(port)
        self._eol = unescape(eol).encode("latin-1")
        self._socket: socket.socket | None = None

    def open(self) -> None:
        self._socket = socket.create_connection((self.destination, self.port), timeout=5)

    def send(self, record: Record) -> None:
        data = self.bytes_of(record)
        if data is None:
            return
        if self._socket is None:
            raise OSError("the socket was closed")
        self._socket.sendall(data + self._eol)

    def shut(self) -> None:
        made, self._socket = self._socket, None
        if made is not None:
            made.close()
