"""Which hosts may be connected to: public ones, and those of SEALOG_SOURCE_HOSTS.

Addresses are judged at the moment of connecting and the judged address is the one connected to, so that neither a
redirect nor a name that changes its answer leads inside.
"""

import ipaddress
import socket
from urllib.parse import urlsplit

from django.conf import settings

from logging_core.shared import networks
from monitoring.web.trouble import permanent, temporary

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def check_url(url: str) -> str:
    """The URL itself when it is http or https and names a host. Raises Trouble."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  (a wrong port is told by reading it)
    except ValueError as problem:
        raise permanent("bad_url", f"{url!r} is no address: {problem}") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise permanent("bad_url", f"{url!r} must be an http:// or https:// address")
    if parts.username or parts.password:
        raise permanent("bad_url", "an address holds neither user nor password; they have fields of their own")
    return url


def addresses(host: str, port: int) -> list[str]:
    """Addresses of `host` that may be connected to. Raises Trouble when there is none."""
    try:
        found = {row[4][0] for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as problem:
        raise temporary("no_such_host", f"{host}: {problem}") from None
    good = [str(address) for address in sorted(found) if may_connect(host, ipaddress.ip_address(address))]
    if not good:
        told = f"{host} is not a public address; SEALOG_SOURCE_HOSTS can allow it"
        raise permanent("host_not_allowed", told)
    return good


def may_connect(host: str, address: Address) -> bool:
    if host.lower() in (name.lower() for name in settings.SOURCE_HOSTS):
        return True
    inner = networks.inside(address)
    if networks.lies_among(inner, networks.networks_among(settings.SOURCE_HOSTS)):
        return True
    return inner.is_global and not inner.is_multicast
