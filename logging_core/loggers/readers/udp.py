"""UDPReader: one datagram is one record."""

import socket
import struct
import sys
import time

from logging_core.loggers.base.component import PATIENCE, Record
from logging_core.loggers.base.framing import unescape
from logging_core.loggers.wires.connected import ConnectedReader
from logging_core.loggers.wires.sockets import MORE_FOLLOWS, checked_port

LARGEST_RECORD = 16 * 1024 * 1024
BUFFER = 4 * 1024 * 1024  # bytes the system may keep between two reads
KEPT = "socket"
LOOK_EVERY = 1.0  # seconds between two looks whether it had to drop some
SO_MEMINFO, DROPS = 55, struct.Struct("9I")  # Linux: nine numbers, the last one is what was dropped


class UDPReader(ConnectedReader):
    """Unicast, broadcast or multicast. Joins the pieces of a long record; with `eol` a datagram may hold several.

    An empty datagram is nothing unless `allow_empty`. What the system drops because it is not read in time is
    counted (on Linux).
    """

    def __init__(
        self,
        port: int | str,
        interface: str | None = None,
        mc_group: str | None = None,
        reuseaddr: bool = False,
        reuseport: bool = False,
        eol: str | None = None,
        allow_empty: bool = False,
        this_is_a_test: bool = False,
    ) -> None:
        super().__init__()
        self.port = checked_port(port)
        self.interface = interface
        self.mc_group = mc_group
        self.reuseaddr = reuseaddr
        self.reuseport = reuseport
        self.eol = unescape(eol) if eol else None
        self.allow_empty = allow_empty
        self._socket: socket.socket | None = None
        self._pieces = bytearray()
        self._dropped, self._looked = 0, 0.0

    def open(self) -> None:
        self._socket = self.keeping.take_socket(KEPT) or self._made()
        self._socket.settimeout(PATIENCE)
        self.keeping.keep(KEPT, self._socket.fileno())
        self._dropped = 0

    def receive(self) -> Record:
        if self._socket is None:
            raise OSError("the socket was closed")
        if time.monotonic() - self._looked > LOOK_EVERY:
            self._count_drops(self._socket)
        try:
            data = self._socket.recv(65_536)
        except TimeoutError:
            return None
        if data.endswith(MORE_FOLLOWS):
            return self._keep(data[: -len(MORE_FOLLOWS)])
        if self._pieces:
            data = bytes(self._pieces) + data
            self._pieces.clear()
        return self._record(data)

    def shut(self) -> None:
        made, self._socket = self._socket, None
        if made is not None:
            made.close()
        self.keeping.let_go(KEPT)

    def _made(self) -> socket.socket:
        made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            self._prepare(made)
        except OSError:
            made.close()
            raise
        return made

    def _prepare(self, made: socket.socket) -> None:
        if self.reuseaddr:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if self.reuseport:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        made.bind((self.mc_group or self.interface or "", self.port))
        if self.mc_group:
            local = socket.inet_aton(self.interface or "0.0.0.0")  # noqa: S104 - any interface is the default
            group = struct.pack("4s4s", socket.inet_aton(self.mc_group), local)
            made.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, group)

    def _count_drops(self, made: socket.socket) -> None:
        self._looked = time.monotonic()
        if sys.platform != "linux":
            return
        dropped = DROPS.unpack(made.getsockopt(socket.SOL_SOCKET, SO_MEMINFO, DROPS.size))[-1]
        if dropped > self._dropped:
            self.tally.add("dropped by the system, not read in time", count=dropped - self._dropped)
            self._dropped = dropped

    def _keep(self, piece: bytes) -> None:
        self._pieces += piece
        if len(self._pieces) > LARGEST_RECORD:
            self.tally.add("record too large", self._pieces[:80])
            self._pieces.clear()

    def _record(self, data: bytes) -> Record:
        end = (self.eol or "").encode("latin-1", "ignore")
        parts = data.removesuffix(end).split(end) if end else [data]
        records = [record for part in parts if (record := self.record_of(part)) or self.allow_empty]
        return records[0] if len(records) == 1 else records or None
