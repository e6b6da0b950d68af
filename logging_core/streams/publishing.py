"""Values that programs publish over a socket: seen at once by everybody, stored within a second.

A thread a process gives them to the broker and to the database. While the database is away they wait, up to an
end; then the oldest go, and are counted like values that cannot be stored.
"""

import json
import logging
import threading
import time
from collections import Counter, deque
from types import SimpleNamespace
from typing import Any

import psycopg2
import redis
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from logging_core.streams.channels import channel
from logging_core.streams.following import OURSELVES, VALUES
from logging_core.streams.ingest import Ingest
from logging_core.streams.recent import Recent
from logging_core.streams.values import sifted

log = logging.getLogger(__name__)
EVERY_S = 0.2
MOST_WAITING = 50_000  # records
AT_ONCE = 5000
IDLE_S = 10.0
NOT_STORED = ("status:", "stderr:")  # what the system says of itself is no measurement
RETRY_S = 1.0
AWAY = (psycopg2.OperationalError, psycopg2.InterfaceError, OperationalError, InterfaceError)
Record = dict[str, Any]


class Publisher:
    def __init__(self, recent: Recent) -> None:
        self._recent = recent
        self._to_tell: deque[Record] = deque(maxlen=MOST_WAITING)
        self._to_store: deque[Record] = deque()
        self._refused: Counter[str] = Counter()
        self._ingest: Ingest | None = None
        self._broker = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)
        self._work = threading.Event()
        threading.Thread(target=self._run, name="published-values", daemon=True).start()

    def publish(self, record: Record) -> dict[str, int]:
        """A record `{timestamp, fields, data_id?, metadata?}` whose times are numbers. Never waits. Gives how many
        of its values will not be stored, by cause.
        """
        self._recent.take([record])
        self._to_tell.append({**record, "via": OURSELVES})
        if len(self._to_store) >= MOST_WAITING:
            self._to_store.popleft()
            self._refused["record lost while the database was away"] += 1
        self._to_store.append(record)
        self._work.set()
        return dict(sifted([_as_stored(record)]).refused)

    def take_refused(self) -> dict[str, int]:
        """What was not stored since the last call, by cause."""
        refused, self._refused = self._refused, Counter()
        return dict(refused)

    def _run(self) -> None:
        while True:
            if not self._work.wait(IDLE_S):
                self._close()
            time.sleep(EVERY_S)
            self._work.clear()
            try:
                self._tell()
                self._store()
            except Exception:
                log.exception("published values could not be passed on")

    def _tell(self) -> None:
        records = [self._to_tell.popleft() for _ in range(len(self._to_tell))]
        if records:
            try:
                self._broker.publish(channel(self._broker, VALUES), json.dumps(records))
            except redis.RedisError as problem:
                log.debug("published values are not told while the broker is away: %s", problem)

    def _store(self) -> None:
        while self._to_store:
            records = [self._to_store.popleft() for _ in range(min(AT_ONCE, len(self._to_store)))]
            try:
                stored = self._ingested().store([_as_stored(record) for record in records])
            except AWAY as problem:
                self._to_store.extendleft(reversed(records))
                log.warning("%s published records wait for the database: %s", len(self._to_store), problem)
                self._close()
                self._work.set()
                time.sleep(RETRY_S)
                return
            self._refused.update(stored.refused)

    def _ingested(self) -> Ingest:
        if self._ingest is None:
            connection.ensure_connection()
            self._ingest = Ingest(connection.connection)
        return self._ingest

    def _close(self) -> None:
        self._ingest = None
        connection.close()


def _as_stored(record: Record) -> Any:
    fields = {name: value for name, value in record["fields"].items() if not name.startswith(NOT_STORED)}
    return SimpleNamespace(
        data_id=record.get("data_id"),
        timestamp=record["timestamp"],
        fields=fields,
        metadata=record.get("metadata") or {},
    )


_publishers: list[Publisher] = []
_lock = threading.Lock()


def publisher(recent: Recent) -> Publisher:
    """That of this process."""
    with _lock:
        if not _publishers:
            _publishers.append(Publisher(recent))
        return _publishers[0]
