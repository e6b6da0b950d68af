"""The one listening socket. `up` holds it, so that a killed web process never refuses a caller."""

import errno
import socket

from sealog.embedded.trouble import CannotStart

BACKLOG = 2048  # callers that may wait while the web processes start


def listen(host: str, port: int) -> socket.socket:
    """The bound socket, open to be passed to children. Raises CannotStart."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.create_server(address[:2], family=family, backlog=BACKLOG)
    except OSError as error:
        raise CannotStart(_reason(error, host, port)) from None
    # Callers' sockets take this over. The web processes do not see that the one they inherit is TCP and would
    # leave it out, so that each answer in two pieces waits 40 ms for the caller's acknowledgement.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _reason(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is taken by another program. Stop it, or choose a port with SEALOG_PORT."
    if error.errno == errno.EACCES:
        return f"Port {port} is open to root only. Choose one above 1023 with SEALOG_PORT."
    return f"Can not listen on {host} port {port} (SEALOG_BIND, SEALOG_PORT): {error.strerror or error}."
