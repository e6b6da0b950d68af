"""Addresses and datagrams as definitions give them."""

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
