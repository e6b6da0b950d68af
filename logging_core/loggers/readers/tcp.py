"""TCPReader: listens, and reads lines of one client at a time."""

import socket
from collections import deque

from logging_core.loggers.component import PATIENCE, Record
from logging_core.loggers.connected import ConnectedReader
from logging_core.loggers.framing import Framer, decoded, unescape
from logging_core.loggers.sockets import checked_port


class TCPReader(ConnectedReader):
    """A client that goes away is followed by the next one; a client that is silent is kept.

    Without `eol` lines end with a newline.
    """

    def __init__(
        self,
        port: int | str,
        interface: str | None = None,
        eol: str | None = None,
        reuseaddr: bool = True,
        reuseport: bool = False,
    ) -> None:
        super().__init__()
        self.port = checked_port(port)
        self.interface = interface
        self.reuseaddr = reuseaddr
        self.reuseport = reuseport
        self._end = unescape(eol or "\n").encode("latin-1")
        self._listener: socket.socket | None = None
        self._client: socket.socket | None = None
        self._lines: deque[bytes] = deque()
        self._framer = Framer(self._end, self._overlong)

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

    def receive(self) -> Record:
        if not self._lines and not (self._accepted() and self._fill()):
            return None
        line = self._lines.popleft() if self._lines else b""
        try:
            return decoded(line, self.encoding, self.encoding_errors) if line else None
        except UnicodeDecodeError:
            self.tally.add("not in the encoding", line)
            return None

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
        return True

    def _fill(self) -> bool:
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
            return bool(self._lines)
        self._lines.extend(self._framer.feed(data))
        return True

    def _drop_client(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()
        rest = self._framer.take_rest()
        if rest:
            self.tally.add("line without its end")
            self._lines.append(rest)

    def _overlong(self, piece: bytes) -> None:
        self.tally.add("line cut, no end mark", piece[:80])
