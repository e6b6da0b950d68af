"""SocketReader: records from other programs of this host, by a Unix socket."""

import socket

from logging_core.loggers.base.component import PATIENCE, Record
from logging_core.loggers.wires.connected import ConnectedReader
from logging_core.loggers.wires.sockets import channel_path

KEPT = "socket"


class SocketReader(ConnectedReader):
    """Listens at the socket of a named channel; one datagram is one record, as text or, `keep_binary`, as bytes.

    A datagram of more than `buffer_size` bytes is cut and counted. `timeout` is accepted: silence is no fault.
    """

    def __init__(
        self, channel: str, timeout: float | None = None, buffer_size: int = 4096, keep_binary: bool = False
    ) -> None:
        super().__init__()
        if buffer_size < 1:
            raise ValueError("buffer_size: expected a number of bytes greater than 0")
        self.path = channel_path(channel)
        self.buffer_size = buffer_size
        self.keep_binary = keep_binary
        self._socket: socket.socket | None = None

    def open(self) -> None:
        self._socket = self.keeping.take_socket(KEPT) or self._made()
        self._socket.settimeout(PATIENCE)
        self.keeping.keep(KEPT, self._socket.fileno())

    def receive(self) -> Record:
        if self._socket is None:
            raise OSError("the socket was closed")
        try:
            data, _, flags, _ = self._socket.recvmsg(self.buffer_size)
        except TimeoutError:
            return None
        if flags & socket.MSG_TRUNC:
            self.tally.add("record cut, larger than buffer_size", data[:80])
        return (data if self.keep_binary else self.record_of(data)) or None

    def shut(self) -> None:
        made, self._socket = self._socket, None
        if made is not None:
            made.close()
            self.path.unlink(missing_ok=True)
        self.keeping.let_go(KEPT)

    def _made(self) -> socket.socket:
        self._remove_left_over()
        made = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        try:
            made.bind(str(self.path))
        except OSError:
            made.close()
            raise
        return made

    def _remove_left_over(self) -> None:
        """The socket of a reader that was killed; one that is listened to stays, and then binding fails."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect(str(self.path))
            except ConnectionRefusedError:
                self.path.unlink(missing_ok=True)
            except FileNotFoundError:
                return
