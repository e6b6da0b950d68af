"""A Sealog client in Python, as the scripts are: the `websockets` library, one JSON object a frame."""

import json
import time
from contextlib import ExitStack, suppress
from types import TracebackType
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

ALL_PATHS = [
    f"/ws/status/{name}"
    for name in (
        "newEvents",
        "updateEvents",
        "deleteEvents",
        "newEventAuxData",
        "updateEventAuxData",
        "deleteEventAuxData",
        "newEventTemplates",
        "updateEventTemplates",
        "deleteEventTemplates",
        "newCruises",
        "updateCruises",
        "newLowerings",
        "updateLowerings",
        "updateCustomVars",
    )
]
Frame = dict[str, Any]


class Socket:
    """Use it in a `with` block. Pings are answered while it waits, unless `answers_pings` is False."""

    def __init__(self, url: str, *, answers_pings: bool = True, **options: Any) -> None:
        self._closing = ExitStack()
        self._connection = self._closing.enter_context(
            connect(url, ping_interval=None, close_timeout=2, **options)
        )
        self._answers_pings = answers_pings
        self.pings = 0

    def __enter__(self) -> "Socket":
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._closing.close()

    def say(self, frame: Any) -> None:
        """Send a frame: text as it is, anything else as JSON."""
        self._connection.send(frame if isinstance(frame, str | bytes) else json.dumps(frame))

    def ask(self, frame: Any) -> Frame:
        """Send a frame and hear the next one that is no ping."""
        self.say(frame)
        return self.hear()

    def hello(self, token: str = "", subs: list[str] | None = None, id: Any = "test") -> Frame:
        auth = {"auth": {"headers": {"Authorization": f"Bearer {token}"}}} if token else {}
        return self.ask({"type": "hello", "id": id, "version": "2", "subs": subs or [], **auth})

    def hear(self, seconds: float = 10) -> Frame:
        end = time.monotonic() + seconds
        while True:
            frame = json.loads(self._connection.recv(max(0.01, end - time.monotonic())))
            if frame != {"type": "ping"}:
                return frame
            self.pings += 1
            if self._answers_pings:
                with suppress(ConnectionClosed):  # it may have closed since; what it had sent is read all the same
                    self.say({"type": "ping", "id": "test"})

    def published(self, seconds: float = 10) -> tuple[str, Any]:
        """Last word of the path, and the message, of the next publication."""
        frame = self.hear(seconds)
        assert frame["type"] == "pub", frame
        return frame["path"].rpartition("/")[2], frame["message"]

    def all_published(self, quiet_for: float = 1.0) -> list[tuple[str, Any]]:
        """Everything that is published until nothing has come for a while."""
        found = []
        while True:
            try:
                found.append(self.published(quiet_for))
            except TimeoutError:
                return found

    def everything_until_closed(self, seconds: float = 10) -> list[Frame]:
        """Every frame that is no ping until the server closes."""
        end, found = time.monotonic() + seconds, []
        try:
            while True:
                found.append(self.hear(end - time.monotonic()))
        except ConnectionClosed:
            return found

    def wait_closed(self, seconds: float = 10) -> int:
        """Read on until the server closes; its code (1005: none)."""
        end = time.monotonic() + seconds
        try:
            while True:
                self.hear(end - time.monotonic())
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006
