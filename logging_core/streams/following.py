"""The values that every process shares: one thread a process listens to the broker and keeps `Recent` up to date.

While the broker is away it looks into the database instead, so that values go on, a second or two late.
"""

import contextlib
import json
import logging
import threading
import time
from collections.abc import Callable
from typing import Any

import redis
from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from logging_core.shared import clock
from logging_core.streams.channels import channel
from logging_core.streams.filling import fill, fill_traces
from logging_core.streams.recent import Recent

log = logging.getLogger(__name__)
VALUES, STATUS = "sealog:values", "sealog:loggers:status"
RETRY_S = 2.0
START_WITHIN_S = 3.0
Handler = Callable[[Any], None]


class Following:
    """`recent` holds the values."""

    def __init__(self, url: str) -> None:
        self.recent = Recent()
        self._on_status: Handler | None = None
        self._listening = threading.Lock()
        self._url = url
        self._filled = threading.Event()
        self._in_touch = self._database_there = True
        threading.Thread(target=self._run, name="values", daemon=True).start()

    def wait(self) -> Recent:
        """The values, filled from the database unless that is away."""
        self._filled.wait(START_WITHIN_S)
        return self.recent

    def listen(self, handler: Handler) -> None:
        """Give the handler what the loggers last said of themselves, and from now on what they say each second.

        The first one stays; others are passed over.
        """
        with self._listening:
            if self._on_status is None:
                with contextlib.suppress(redis.RedisError, DatabaseError, InterfaceError):
                    self._tell_last(handler)
                self._on_status = handler

    def _tell_last(self, handler: Handler) -> None:
        with self._broker() as broker:
            if last := broker.get(STATUS):
                handler(json.loads(last))

    def _broker(self) -> redis.Redis:
        return redis.Redis.from_url(self._url, socket_connect_timeout=2, health_check_interval=30)

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
        with self._broker() as broker:
            pubsub = broker.pubsub(ignore_subscribe_messages=True)
            values = channel(broker, VALUES)
            pubsub.subscribe(values, channel(broker, STATUS))
            self._in_touch = True
            filled = self._fill()
            while True:
                message = pubsub.get_message(timeout=10.0)
                if message:
                    self._receive(message["channel"].decode() == values, message["data"])
                filled = filled or self._fill()

    def _receive(self, are_values: bool, data: bytes) -> None:
        try:
            content = json.loads(data)
            if are_values:
                self.recent.take(record for record in content if record.get("via") != OURSELVES)
            elif self._on_status is not None:
                self._on_status(content)
                close_old_connections()
        except (DatabaseError, InterfaceError) as problem:
            log.warning("the state of the loggers cannot be told: %s", problem)
            connection.close()
        except (ValueError, TypeError, AttributeError, KeyError):
            log.warning("%s not understood: %.200r", "values" if are_values else "a status", data)

    def _fill(self) -> bool:
        """Whether the database answered. Harmless again and again: only what is newer is added."""
        try:
            fill(self.recent)
            if not self._filled.is_set():
                fill_traces(self.recent, clock.now())
        except (DatabaseError, InterfaceError) as problem:
            if self._database_there:
                log.warning("values cannot be filled from the database: %s", problem)
            self._database_there = False
        else:
            self._database_there = True
        finally:
            connection.close()
            self._filled.set()
        return self._database_there


OURSELVES = f"web-{threading.get_native_id()}-{time.time_ns()}"  # marks what this process has published itself
_following: list[Following] = []
_lock = threading.Lock()


def following() -> Following:
    """That of this process; started when somebody first wants values."""
    with _lock:
        if not _following:
            _following.append(Following(settings.REDIS_URL))
        return _following[0]
