"""Where on the net somebody is."""

from collections.abc import Iterable
from contextlib import suppress
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

NAT64 = ip_network("64:ff9b::/96")


def address_of(text: str) -> IPv4Address | IPv6Address | None:
    """The address that was written, an IPv4 one also where it is written as IPv6; None when it is none."""
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found


def lies_in(text: str, networks: Iterable[str]) -> bool:
    """Whether an address lies in one of the networks (`10.0.0.0/8`)."""
    address = address_of(text)
    return address is not None and any(address in ip_network(network) for network in networks)


def inside(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 one leads to (mapped, 6to4, NAT64), where there is one."""
    if isinstance(address, IPv4Address):
        return address
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def networks_among(words: Iterable[str]) -> list[IPv4Network | IPv6Network]:
    """Those words that are networks or addresses; the others are names."""
    networks = []
    for word in words:
        with suppress(ValueError):
            networks.append(ip_network(word))
    return networks


def lies_among(address: IPv4Address | IPv6Address, networks: Iterable[IPv4Network | IPv6Network]) -> bool:
    return any(address in network for network in networks if network.version == address.version)
