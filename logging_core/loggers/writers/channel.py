"""SocketWriter: records to other programs of this host, by a Unix socket."""

import socket

from logging_core.loggers.base.component import Record, Writer
from logging_core.loggers.wires.sockets import channel_path


class SocketWriter(Writer):
    """One record is one datagram to the socket of a named channel; what nobody takes at once is counted."""

    local = True

    def __init__(self, channel: str) -> None:
        super().__init__()
        self.path = channel_path(channel)
        self._socket: socket.socket | None = None

    def write(self, record: Record) -> None:
        for part in record if isinstance(record, list) else (record,):
            data = self.bytes_of(part)
            if data:
                self._send(data)

    def close(self) -> None:
        made, self._socket = self._socket, None
        if made is not None:
            made.close()

    def _send(self, data: bytes) -> None:
        if self._socket is None:
            self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            self._socket.setblocking(False)
        try:
            self._socket.sendto(data, str(self.path))
            self.trouble = None
        except (FileNotFoundError, ConnectionRefusedError):
            self.tally.add("nobody listens", data[:80])
        except BlockingIOError:
            self.tally.add("the reader is too slow", data[:80])
        except OSError as trouble:
            self.trouble = str(trouble)
            self.tally.add("not sent", trouble)
