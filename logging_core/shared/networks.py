"""Where on the net somebody is."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network


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
