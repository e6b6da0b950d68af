"""The side that calls: one exchange with a peer over HTTP, slow on purpose where a limit is set."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import httpx

from logging_core.automation.sync import wire
from logging_core.automation.sync.merging import Json
from logging_core.automation.sync.models import SyncPeer
from logging_core.shared import outgoing
from logging_core.shared.errors import Refusal

ADDRESS = "/sync/exchange"
# A lost packet on a link of two seconds costs ten: what still moves is waited for, what is dead is given up.
PATIENCE = httpx.Timeout(60, connect=30)
LONGEST_S = 150
PIECE = 1024
HTTP_OVERHEAD = 600  # bytes of headers and packets of an exchange, for the count


class Failed(Exception):
    """An exchange that did not come to its end, in words. `smaller`: less at a time may help."""

    def __init__(self, words: str, *, smaller: bool = False, wait_s: float = 0) -> None:
        super().__init__(words)
        self.smaller = smaller
        self.wait_s = wait_s


@dataclass(frozen=True)
class Exchanged:
    """The answer, with what it cost."""

    answer: Json
    bytes_out: int
    bytes_in: int
    seconds: float


def client() -> httpx.Client:
    return outgoing.client(timeout=PATIENCE)


def authorization(peer: SyncPeer) -> dict[str, str]:
    """The header that says who we are. Raises Failed while this process was not given the token."""
    try:
        return {"Authorization": f"Bearer {peer.token}"}
    except Refusal as refusal:
        raise Failed(refusal.message) from None


def exchange(http: httpx.Client, peer: SyncPeer, body: Json) -> Exchanged:
    """Raises Failed, or TooLarge when the body is."""
    data, began = wire.packed(body), time.monotonic()
    clock = Pace(peer.bytes_per_s, began)
    headers = {
        **authorization(peer),
        "Content-Type": "application/json",
        "Content-Encoding": "gzip",
        "Content-Length": str(len(data)),
    }
    url = peer.url.rstrip("/") + ADDRESS
    try:
        with http.stream("POST", url, content=clock.slowly(data), headers=headers) as response:
            received = b"".join(clock.counted(response.iter_raw(PIECE)))
    except httpx.TimeoutException as problem:
        raise Failed(f"no answer in time ({type(problem).__name__})", smaller=True) from None
    except httpx.HTTPError as problem:
        raise Failed(f"no connection: {problem or type(problem).__name__}", smaller=True) from None
    except Refusal as problem:
        raise Failed(problem.message) from None
    _check(response, received)
    return Exchanged(_read(received), len(data), len(received), time.monotonic() - began)


class Pace:
    """Bytes of both ways, no faster than the limit, and no longer than patience lasts."""

    def __init__(self, bytes_per_s: int | None, began: float) -> None:
        self.limit, self.began, self.bytes = bytes_per_s, began, HTTP_OVERHEAD

    def slowly(self, data: bytes) -> Iterator[bytes]:
        for start in range(0, len(data), PIECE):
            yield data[start : start + PIECE]
            self._went(len(data[start : start + PIECE]))

    def counted(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        total = 0
        for piece in pieces:
            total += len(piece)
            if total > wire.MOST_BODY + 1000:
                raise Failed("the answer is larger than agreed", smaller=True)
            yield piece
            self._went(len(piece))

    def _went(self, count: int) -> None:
        self.bytes += count
        if self.limit:
            early = self.began + self.bytes / self.limit - time.monotonic()
            time.sleep(min(max(early, 0), 30))
        if time.monotonic() - self.began > LONGEST_S:
            raise Failed(f"not done after {LONGEST_S} s", smaller=True)


def _check(response: httpx.Response, received: bytes) -> None:
    status = response.status_code
    if status == 200:
        return
    words = f"{status}: {message_of(received)}"
    if status == 413:
        raise Failed(words, smaller=True)
    wait = response.headers.get("retry-after", "")
    raise Failed(words, wait_s=min(float(wait), 3600) if wait.isascii() and wait.isdigit() else 0)


def message_of(received: bytes) -> str:
    """The words of a refusal, which is plain JSON, or the beginning of whatever came."""
    try:
        return str(httpx.Response(200, content=received).json()["message"])[:300]
    except (ValueError, KeyError, TypeError):
        return " ".join(received[:200].decode("utf-8", "replace").split())


def _read(received: bytes) -> Json:
    try:
        answer = wire.unpacked(received)
    except Refusal as problem:
        raise Failed(f"the answer is damaged: {problem.message}", smaller=True) from None
    if answer.get("protocol") != wire.PROTOCOL:
        raise Failed("the address does not answer as an instance of this product does")
    return answer
