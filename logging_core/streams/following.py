"""The values that every process shares: one thread a process listens to the broker and keeps `Recent` up to date.

While the broker is away it looks into the database instead, so that values go on, a second or two late.
"""

import json
import logging
import threading
import time
from collections.abc import Callable
from typing import Any

import redis
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from logging_core.shared import clock
from logging_core.streams.filling import fill, fill_traces
from logging_core.streams.recent import Recent

log = logging.getLogger(__name__)
VALUES, STATUS = "sealog:values", "sealog:loggers:status"
RETRY_S = 2.0
START_WITHIN_S = 3.0
Handler = Callable[[Any], None]


class Following:
    """`recent` holds the values. `on_status` is given what the loggers say of themselves once a second."""

    def __init__(self, url: str) -> None:
        self.recent = Recent()
        self.on_status: Handler | None = None
        self._url = url
        self._filled = threading.Event()
        self._in_touch = True
        threading.Thread(target=self._run, name="values", daemon=True).start()

    def wait(self) -> Recent:
        """The values, filled from the database unless that is away."""
        self._filled.wait(START_WITHIN_S)
        return self.recent

    def _run(self) -> None:
        while True:
            try:
                self._follow_while_possible()
                self._fill()
            except Exception:
                log.exception("following values failed and starts again")
            time.sleep(RETRY_S)

    def _follow_while_possible(self) -> None:
        try:
            self._follow()
        except (redis.RedisError, OSError) as problem:
            if self._in_touch:
                log.warning("values come from the database while the broker is away: %s", problem)
            self._in_touch = False

    def _follow(self) -> None:
        with redis.Redis.from_url(self._url, socket_connect_timeout=2, health_check_interval=30) as broker:
            pubsub = broker.pubsub(ignore_subscribe_messages=True)
            pubsub.subscribe(VALUES, STATUS)
            self._in_touch = True
            self._fill()
            while True:
                message = pubsub.get_message(timeout=10.0)
                if message:
                    self._receive(message["channel"].decode(), message["data"])

    def _receive(self, channel: str, data: bytes) -> None:
        try:
            content = json.loads(data)
            if channel == VALUES:
                self.recent.take(record for record in content if record.get("via") != OURSELVES)
            elif self.on_status is not None:
                self.on_status(content)
        except (DatabaseError, InterfaceError) as problem:
            log.warning("the state of the loggers cannot be told: %s", problem)
        except (ValueError, TypeError, AttributeError, KeyError):
            log.warning("something on %s was not understood: %.200r", channel, data)

    def _fill(self) -> None:
        """Harmless again and again: only what is newer is added."""
        try:
            fill(self.recent)
            if not self._filled.is_set():
                fill_traces(self.recent, clock.now())
        except (DatabaseError, InterfaceError) as problem:
            log.warning("values cannot be filled from the database: %s", problem)
        finally:
            connection.close()
            self._filled.set()


OURSELVES = f"web-{threading.get_native_id()}-{time.time_ns()}"  # marks what this process has published itself
_following: list[Following] = []
_lock = threading.Lock()


def following() -> Following:
    """That of this process; started when somebody first wants values."""
    with _lock:
        if not _following:
            _following.append(Following(settings.REDIS_URL))
        return _following[0]
