"""One HTTP question, its answer streamed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
from django.conf import settings

from logging_core.shared import clock
from monitoring.web import guard
from monitoring.web.limits import Limits
from monitoring.web.transport import GuardedTransport
from monitoring.web.trouble import Trouble, temporary

CONNECT, READ = 10, 60  # seconds
CHUNK = 64 * 1024
LONGEST_PAUSE = 6 * 3600


@dataclass
class Answer:
    """`chunks` counts against the limits while it is read."""

    status: int
    chunks: Iterator[bytes]
    retry_after: float | None

    def text(self, most: int = 500) -> str:
        """The beginning of the body, for people to read."""
        words = b""
        for chunk in self.chunks:
            words += chunk
            if len(words) >= most:
                break
        return " ".join(words[:most].decode("utf-8", "replace").split())


@contextmanager
def asking(
    method: str, url: str, limits: Limits, *, body: bytes | None = None, auth: httpx.Auth | None = None
) -> Iterator[Answer]:
    """Ask and read the answer inside the block. Raises Trouble for everything that goes wrong on the way."""
    guard.check_url(url)
    headers = {"User-Agent": _name(), "Accept-Encoding": "identity"}
    try:
        with (
            httpx.Client(
                transport=GuardedTransport(),
                timeout=httpx.Timeout(READ, connect=CONNECT),
                trust_env=False,
                follow_redirects=True,
                max_redirects=3,
            ) as client,
            client.stream(method, url, content=body, auth=auth, headers=headers) as answer,
        ):
            yield Answer(answer.status_code, _counted(answer, limits), _retry_after(answer.headers))
    except httpx.HTTPError as problem:
        raise _trouble(problem) from None


def fetch_text(url: str, limits: Limits, body: bytes | None = None) -> tuple[int, str]:
    """Status and whole text of a small answer."""
    with asking("GET" if body is None else "POST", url, limits, body=body) as answer:
        return answer.status, b"".join(answer.chunks).decode("utf-8", "replace")


def _counted(answer: httpx.Response, limits: Limits) -> Iterator[bytes]:
    for chunk in answer.iter_raw(CHUNK):
        limits.count(len(chunk))
        yield chunk


def _name() -> str:
    contact = settings.SOURCE_CONTACT
    return f"Sealog ({contact})" if contact else "Sealog"


def _trouble(problem: httpx.HTTPError) -> Trouble:
    if isinstance(problem, httpx.TimeoutException):
        return temporary("timeout", f"no answer in time ({type(problem).__name__})")
    if isinstance(problem, httpx.RemoteProtocolError):
        return temporary("cut", f"the answer was cut: {problem}")
    return temporary("no_connection", f"no connection: {problem}")


def _retry_after(headers: Any) -> float | None:
    """Seconds of a Retry-After header, which holds seconds or a date; at most six hours."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(min(int(value[:9]), LONGEST_PAUSE))
    try:
        seconds = (parsedate_to_datetime(value) - clock.now()).total_seconds()
    except (TypeError, ValueError):
        return None
    return min(max(0.0, seconds), LONGEST_PAUSE)
