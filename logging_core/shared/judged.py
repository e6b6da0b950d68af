"""httpx over connections whose addresses were judged at the moment of connecting.

So neither a redirect nor a name that changes its answer leads where it may not.
"""

import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import httpcore
import httpx

Addresses = Callable[[str, int], list[str]]  # host, port -> addresses that may be connected to; raises

FAILURES: list[tuple[type[Exception], type[httpx.TransportError]]] = [
    (httpcore.TimeoutException, httpx.TimeoutException),
    (httpcore.RemoteProtocolError, httpx.RemoteProtocolError),
    (httpcore.NetworkError, httpx.NetworkError),
    (httpcore.ProtocolError, httpx.ProtocolError),
    (httpcore.UnsupportedProtocol, httpx.UnsupportedProtocol),
]


class Judged(httpcore.NetworkBackend):
    """Connects to the addresses that are allowed, in turn."""

    def __init__(self, addresses: Addresses) -> None:
        self._addresses = addresses
        self._inner = httpcore.SyncBackend()

    def connect_tcp(self, host: str, port: int, *args: Any, **options: Any) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in self._addresses(host, port):
            try:
                return self._inner.connect_tcp(address, port, *args, **options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as problem:
                failure = problem
        raise failure


class Body(httpx.SyncByteStream):
    """The answer's bytes as they come."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        with in_words_of_httpx():
            yield from self._stream

    def close(self) -> None:
        self._stream.close()


@cache
def _trust() -> ssl.SSLContext:
    """Whose certificates count. Reading them takes 30 ms of a processor, so it is done once a process."""
    return ssl.create_default_context()


class JudgedTransport(httpx.BaseTransport):
    """For `httpx.Client(transport=...)`; one connection at a time."""

    def __init__(self, addresses: Addresses) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=_trust(), max_connections=1, network_backend=Judged(addresses)
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        where = request.url
        url = httpcore.URL(scheme=where.raw_scheme, host=where.raw_host, port=where.port, target=where.raw_path)
        content: Iterable[bytes] = request.stream  # type: ignore[assignment]
        asked = httpcore.Request(
            request.method, url, headers=request.headers.raw, content=content, extensions=request.extensions
        )
        with in_words_of_httpx():
            answer = self._pool.handle_request(asked)
        return httpx.Response(
            answer.status, headers=answer.headers, stream=Body(answer.stream), extensions=answer.extensions
        )

    def close(self) -> None:
        self._pool.close()


@contextmanager
def in_words_of_httpx() -> Iterator[None]:
    """Failures of the lower library as those of the upper one."""
    try:
        yield
    except tuple(lower for lower, _ in FAILURES) as problem:
        upper = next(upper for lower, upper in FAILURES if isinstance(problem, lower))
        raise upper(str(problem) or type(problem).__name__) from problem
