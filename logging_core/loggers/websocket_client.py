"""Connecting to WebSocket servers."""

import ssl

from websockets.sync.client import ClientConnection, connect

from logging_core.loggers.sockets import host_and_port


def connected(uri: str, check_cert: bool | str = False) -> ClientConnection:
    """Raises OSError or a WebSocketException within 5 seconds."""
    return connect(
        uri, ssl=_context(check_cert) if uri.startswith("wss:") else None, open_timeout=5, max_size=2**24
    )


def data_server_uri(address: str, use_wss: bool) -> str:
    """Address of a cached data server from `host:port`, `:port` or `port`. Raises ValueError."""
    host, port = host_and_port(address.partition("/")[0], 8766)
    return f"{'wss' if use_wss else 'ws'}://{host}:{port}/cds-ws"


def _context(check_cert: bool | str) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=check_cert if isinstance(check_cert, str) else None)
    if not check_cert:
        # Ships use certificates of their own making; checking is asked for by name.
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
