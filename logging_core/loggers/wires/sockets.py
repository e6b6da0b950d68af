"""Addresses and datagrams as definitions give them."""

import hashlib
import socket
import tempfile
from pathlib import Path

MORE_FOLLOWS = b"\xff\xffTOOBIG\xff\xff"
"""The end of a datagram whose record goes on in the next one."""
LARGEST_DATAGRAM = 65_507


def checked_port(port: int | str) -> int:
    """Raises ValueError."""
    try:
        number = int(port)
    except ValueError:
        raise ValueError(f"port: expected a number, found {port!r}") from None
    if not 0 <= number <= 65_535:
        raise ValueError(f"port: {number} is not between 0 and 65535")
    return number


def keep_alive(connection: socket.socket) -> None:
    """Lets the system ask a silent peer whether it is there; reading fails a minute after it vanished."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (("TCP_KEEPIDLE", 30), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 3)):
        if hasattr(socket, name):
            connection.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)


def channel_path(channel: str) -> Path:
    """The Unix socket of a named channel on this host."""
    digits = hashlib.md5(channel.encode(), usedforsecurity=False).hexdigest()[:8]
    return Path(tempfile.gettempdir()) / f"ipc_socket_{digits}"


def pieces(record: bytes) -> list[bytes]:
    """A record as datagrams; every one but the last ends with MORE_FOLLOWS."""
    size = LARGEST_DATAGRAM - len(MORE_FOLLOWS)
    if len(record) <= LARGEST_DATAGRAM:
        return [record]
    cut = [record[at : at + size] for at in range(0, len(record), size)]
    return [part + MORE_FOLLOWS for part in cut[:-1]] + cut[-1:]


def host_and_port(address: str, port: int, host: str = "localhost") -> tuple[str, int]:
    """`host:port`, `:port`, `host` or `port`. Raises ValueError."""
    name, colon, number = address.rpartition(":")
    if not colon:
        return (host, checked_port(address)) if address.isdigit() else (address or host, port)
    return name or host, checked_port(number)


def redis_address(channel: str) -> tuple[str, str, int]:
    """Name, host and port of `name[@host[:port]]`. Raises ValueError."""
    name, _, address = channel.partition("@")
    if not name:
        raise ValueError("channel: expected name[@host[:port]]")
    return (name, *host_and_port(address, 6379))
