"""Connecting to WebSocket servers."""

import ssl
from contextlib import ExitStack

from websockets.sync.client import ClientConnection, connect

from logging_core.loggers.base.site import Site
from logging_core.loggers.wires.sockets import host_and_port

USUAL_PORT = 8766
OWN_MACHINE = {"localhost", "127.0.0.1", "[::1]"}
LARGEST_MESSAGE = 16 * 1024 * 1024


def connected(uri: str, check_cert: bool | str = False) -> ClientConnection:
    """Raises OSError or a WebSocketException within 5 seconds."""
    context = _context(check_cert) if uri.startswith("wss:") else None
    # The connection outlives this function; its reader or writer closes it.
    return ExitStack().enter_context(connect(uri, ssl=context, open_timeout=5, max_size=LARGEST_MESSAGE))


def data_server_uri(address: str, use_wss: bool, site: Site | None) -> str:
    """Address of a cached data server from `host:port`, `:port` or `port`. Raises ValueError.

    Definitions name a data server on their own machine; that is this system, unless the site says otherwise.
    """
    host, port = host_and_port(address.partition("/")[0], USUAL_PORT)
    if site and site.data_server and host in OWN_MACHINE and port == USUAL_PORT:
        return f"ws://{site.data_server}/cds-ws"
    return f"{'wss' if use_wss else 'ws'}://{host}:{port}/cds-ws"


def _context(check_cert: bool | str) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=check_cert if isinstance(check_cert, str) else None)
    if not check_cert:
        # Ships use certificates of their own making; checking is asked for by name.
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
