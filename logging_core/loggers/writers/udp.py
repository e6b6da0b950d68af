"""UDPWriter: one record is one datagram."""

import ipaddress
import socket
import struct

from logging_core.loggers.base.component import Record
from logging_core.loggers.base.framing import unescape
from logging_core.loggers.wires.connected import ConnectedWriter
from logging_core.loggers.wires.sockets import checked_port, pieces

BROADCAST = "255.255.255.255"


class UDPWriter(ConnectedWriter):
    """Unicast, broadcast or multicast (which needs `mc_interface`); a record that is too long goes in pieces.

    A datagram that cannot be sent is tried `num_retry` times more, then counted and dropped: positions of a minute
    ago are of no use to a display. `warning_limit` is accepted; failures are counted.
    """

    def __init__(
        self,
        port: int | str,
        destination: str | None = None,
        mc_interface: str | None = None,
        mc_ttl: int = 3,
        num_retry: int = 2,
        warning_limit: int = 5,
        eol: str = "",
        reuseaddr: bool = False,
        reuseport: bool = False,
    ) -> None:
        super().__init__()
        self.destination = destination or BROADCAST
        self.port = checked_port(port)
        address = _address(self.destination)
        self.multicast = address is not None and address.is_multicast
        if self.multicast and not mc_interface:
            raise ValueError("mc_interface: is needed for a multicast destination")
        # Looking up a name may take long; an address needs no lane.
        self.local = address is not None
        self.mc_interface = mc_interface
        self.mc_ttl = mc_ttl
        self.num_retry = num_retry
        self.reuseaddr = reuseaddr
        self.reuseport = reuseport
        self._eol = unescape(eol).encode("latin-1")
        self._socket: socket.socket | None = None
        self._target = (self.destination, self.port)

    def open(self) -> None:
        self._target = (socket.gethostbyname(self.destination), self.port)
        made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        if self.reuseaddr:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if self.reuseport:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        if self.multicast:
            made.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, struct.pack("b", self.mc_ttl))
            made.setsockopt(socket.SOL_IP, socket.IP_MULTICAST_IF, socket.inet_aton(self.mc_interface or ""))
        else:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        made.setblocking(False)
        self._socket = made

    def send(self, record: Record) -> None:
        data = self.bytes_of(record)
        for piece in pieces(data + self._eol) if data is not None else ():
            self._send(piece)

    def shut(self) -> None:
        made, self._socket = self._socket, None
        if made is not None:
            made.close()

    def _send(self, piece: bytes) -> None:
        for left in range(self.num_retry, -1, -1):
            try:
                if self._socket is None:
                    raise OSError("the socket was closed")
                self._socket.sendto(piece, self._target)
                self.trouble = None
                return
            except OSError as trouble:
                if left == 0:
                    self.trouble = str(trouble)
                    self.tally.add("datagram not sent", trouble)


def _address(name: str) -> ipaddress.IPv4Address | None:
    try:
        return ipaddress.IPv4Address(name)
    except ValueError:
        return None
