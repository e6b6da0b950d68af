"""Status and values to the broker: a hint for whoever looks, never the truth. What cannot be sent is forgotten."""

import json
import threading
import time
from collections import deque
from typing import Any

import redis

from logging_core.loggers.base.retrying import Backoff
from logging_core.loggers.parsing.json_text import dumps
from logging_core.loggers.parsing.records import DASRecord
from logging_core.loggers.runtime.status import KEY, LASTS, VALUES
from logging_core.streams.channels import channel

EVERY = 0.2  # seconds between two messages with values
MOST_WAITING = 20_000  # records
LARGEST_MESSAGE = 1_000  # records


class Publisher:
    """`status` and `values` never wait; `run` sends, in a thread of its own."""

    def __init__(self, url: str) -> None:
        self._client = redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)
        self._status: str | None = None
        self._values: deque[DASRecord] = deque(maxlen=MOST_WAITING)
        self._something = threading.Event()
        self._backoff = Backoff(first=0.5, longest=5.0)

    def status(self, status: dict[str, Any]) -> None:
        self._status = json.dumps(status)
        self._something.set()

    def values(self, records: list[DASRecord]) -> None:
        self._values.extend(records)
        self._something.set()

    def run(self) -> None:
        while True:
            self._something.wait()
            time.sleep(max(EVERY, self._backoff.wait_left()))
            self._something.clear()
            try:
                self._send()
                self._backoff.succeeded()
            except redis.RedisError:
                self._backoff.failed()

    def _send(self) -> None:
        status, self._status = self._status, None
        if status is not None:
            both = self._client.pipeline(transaction=False)
            both.set(KEY, status, ex=LASTS)
            both.publish(channel(self._client, KEY), status)
            both.execute()
        while self._values:
            records = [self._values.popleft() for _ in range(min(LARGEST_MESSAGE, len(self._values)))]
            self._client.publish(channel(self._client, VALUES), dumps([_plain(record) for record in records]))


def _plain(record: DASRecord) -> dict[str, Any]:
    told = {"metadata": record.metadata} if record.metadata else {}
    return {"data_id": record.data_id, "timestamp": record.timestamp, "fields": record.fields, **told}
