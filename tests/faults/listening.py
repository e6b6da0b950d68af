"""An open page, without the page: follows the live feed and comes back after each break with the last number."""

import json
import threading
import time

import httpx
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from tests.browser.ship import Ship
from tests.support.waiting import until


class Listener:
    """Used in a `with` block."""

    def __init__(self, ship: Ship) -> None:
        client = ship.client("ana")
        now = client.get("/api/feed", params={"since": 0}).json()
        self.seq: int = now["seq"]
        self.first = self.seq + 1
        self.epoch: str = now["epoch"]
        self.heard: list[int] = []  # numbers of all changes, as they came
        self.created: list[str] = []  # ids of events, as they came
        self.resets = 0
        self.breaks = 0
        self._base = ship.url.replace("http", "ws", 1)
        self._headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in client.cookies.items())}
        self._origin = ship.url
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._follow)

    def __enter__(self) -> "Listener":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._end.set()
        self._thread.join()

    def wait_for(self, ids: set[str], seconds: float = 30) -> None:
        until(lambda: ids <= set(self.created), seconds, "an open page has heard of every event")

    def check(self) -> None:
        """Every change came, in order, once."""
        assert self.resets == 0
        assert self.heard == list(range(self.first, self.first + len(self.heard)))
        assert len(self.created) == len(set(self.created))

    def _follow(self) -> None:
        while not self._end.is_set():
            try:
                self._listen()
            except (OSError, WebSocketException, httpx.TransportError):
                self.breaks += 1
            self._end.wait(0.2)

    def _listen(self) -> None:
        address = f"{self._base}/live?since={self.seq}&epoch={self.epoch}"
        with connect(
            address, additional_headers=self._headers, origin=self._origin, open_timeout=5, close_timeout=1
        ) as socket:
            silent_since = time.monotonic()
            while not self._end.is_set():
                try:
                    self._take(json.loads(socket.recv(timeout=0.5)))
                    silent_since = time.monotonic()
                except TimeoutError:
                    if time.monotonic() - silent_since > 6:
                        return

    def _take(self, frame: dict) -> None:
        self.resets += frame["type"] == "reset"
        if frame["type"] != "change":
            return
        self.seq = frame["seq"]
        self.heard.append(frame["seq"])
        if frame.get("kind") == "event" and frame.get("verb") == "create":
            self.created.append(frame["record"]["id"])
