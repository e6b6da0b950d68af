"""Which servers the automation may talk to: webhooks, sync, InfluxDB, frame grabs.

Those on this machine and on private networks, and those named in SEALOG_ALLOWED_HOSTS_OUT (`host`, `host:port`,
network). Link-local addresses and those of cloud metadata services never, whatever is named.
"""

import socket
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from logging_core.shared import networks
from logging_core.shared.errors import Refusal
from logging_core.shared.judged import JudgedTransport

NEAR = [
    ip_network(text)
    for text in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7")
]
NEVER = [
    ip_network(text)
    for text in ("169.254.0.0/16", "fe80::/10", "fd00:ec2::254/128", "100.100.100.200/32", "192.0.0.0/24")
]
PORTS = {"http": 80, "https": 443}
PATIENCE = httpx.Timeout(10, connect=5)  # seconds


class Refused(Refusal):
    """This server may not be talked to; the message names it."""


class NoAddress(Refused):
    """The name is not known now: the server may be there another time."""


def checked(url: str) -> str:
    """The URL itself, when it is http(s) and each address of its host may be talked to. Raises Refused."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or PORTS.get(parts.scheme)
    except ValueError as problem:
        raise Refused(f"{url!r} is no address: {problem}") from None
    if not host or port is None or parts.scheme not in PORTS:
        raise Refused(f"{url!r} must be an http:// or https:// address")
    if parts.username or parts.password:
        raise Refused("An address holds neither user nor password.")
    check_host(host, port)
    return url


def check_host(host: str, port: int) -> None:
    """Raises Refused unless every address of `host` may be talked to."""
    if len(addresses(host, port)) < len(_resolved(host, port)):
        raise _refusal(host)


def addresses(host: str, port: int) -> list[str]:
    """Addresses of `host` that may be connected to, at least one. Raises Refused."""
    good = [address for address in _resolved(host, port) if _may(host, port, address)]
    if not good:
        raise _refusal(host)
    return good


def client(**options: Any) -> httpx.Client:
    """An HTTP client that connects only where it may, without redirects and proxies; ten seconds of patience."""
    given = {"timeout": PATIENCE, "trust_env": False, "follow_redirects": False, **options}
    return httpx.Client(transport=JudgedTransport(addresses), **given)


def _resolved(host: str, port: int) -> list[str]:
    try:
        return sorted({str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)})
    except (OSError, UnicodeError) as problem:
        raise NoAddress(f"{host} has no address: {problem}") from None


def _may(host: str, port: int, address: str) -> bool:
    there = networks.inside(ip_address(address.partition("%")[0]))
    if networks.lies_among(there, NEVER) or there.is_multicast or there.is_unspecified:
        return False
    named = settings.ALLOWED_HOSTS_OUT
    if {host.lower(), f"{host.lower()}:{port}", f"{there}:{port}"} & {word.lower() for word in named}:
        return True
    return networks.lies_among(there, [*NEAR, *networks.networks_among(named)])


def _refusal(host: str) -> Refused:
    return Refused(f"{host} may not be talked to; SEALOG_ALLOWED_HOSTS_OUT can allow it.")
