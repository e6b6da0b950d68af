"""People who log without pause, as their pages do: client-made ids, and again until the server says stored."""

import itertools
import secrets
import threading
from typing import Any

import httpx

from tests.browser.ship import Ship, csrf
from tests.support.waiting import until

Event = dict[str, Any]


class Load:
    """Used in a `with` block: `connections` callers send events, `rate` a second together, until it ends."""

    def __init__(self, ship: Ship, connections: int = 4, rate: float = 40) -> None:
        self.word = f"load{secrets.token_hex(4)}"
        self.acknowledged: dict[str, int] = {}  # id of the event -> its number
        self.refused: list[str] = []
        self.repeated = 0
        self._ship = ship
        self._numbers = itertools.count()
        self._pause = connections / rate
        self._end = threading.Event()
        self._callers = [
            threading.Thread(target=self._call, args=(ship.client("ana"),)) for _ in range(connections)
        ]

    def __enter__(self) -> "Load":
        for caller in self._callers:
            caller.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def stop(self) -> None:
        self._end.set()
        for caller in self._callers:
            caller.join()

    def wait_for_more(self, count: int = 20, seconds: float = 60) -> None:
        """Until so many further events were acknowledged: the system works under load."""
        enough = len(self.acknowledged) + count
        until(lambda: len(self.acknowledged) >= enough, seconds, f"{count} more events are acknowledged")

    def check(self) -> None:
        """Each acknowledged event is in the record, once, and so is every other one that came through."""
        assert self.refused == []
        stored = self._ship.clerk.try_until_done("find", free_text__startswith=self.word)
        numbers = [event["event_free_text"] for event in stored]
        missing = self.acknowledged.keys() - {event["id"] for event in stored}
        assert missing == set(), f"{len(missing)} of {len(self.acknowledged)} acknowledged events are lost"
        assert len(numbers) == len(set(numbers)), "an event was stored twice"

    def _call(self, person: httpx.Client) -> None:
        with httpx.Client(base_url=person.base_url, cookies=person.cookies, timeout=20) as client:
            while not self._end.wait(self._pause):
                self._log(client, next(self._numbers))

    def _log(self, client: httpx.Client, number: int) -> None:
        id = secrets.token_hex(12)
        body = {"event_value": "LOAD", "event_free_text": f"{self.word} {number}", "state": "final"}
        while True:
            try:
                answer = client.put(f"/api/events/{id}", json=body, headers=csrf(client))
            except httpx.TransportError:
                answer = None
            if answer is not None and answer.status_code in (200, 201):
                self.acknowledged[id] = number
                return
            if answer is not None and answer.status_code < 500:
                self.refused.append(f"{answer.status_code} {answer.text[:200]}")
                return
            self.repeated += 1
            if self._end.wait(0.1):
                return
