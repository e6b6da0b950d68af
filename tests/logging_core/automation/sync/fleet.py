"""Several instances in one database: each has its own schema, and whoever is on board sees that one only.

They talk over HTTP, through the whole of Django, without a socket between them.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import httpx
from django.conf import settings
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection

from logging_core.accounts import tokens
from logging_core.automation.sync import actions, gathering, read_only, running, stamping
from logging_core.automation.sync.models import KINDS, SyncPeer
from logging_core.automation.sync.records import KEEPERS
from logging_core.shared.announce import Actor
from logging_core.shared.models import FeedHead
from tests.people import make_person

ADMIN = Actor("admin", via="page")
_numbers = count(10001)
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'logging\\_core\\_%%'"
PARTITIONS = "SELECT inhrelid::regclass::text FROM pg_inherits"


class Instance:
    """`with ship: ...` is on board of it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.number = next(_numbers)
        self.url = f"http://127.0.0.1:{self.number}"
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA {name}")
            cursor.execute(TABLES)
            tables = {row[0] for row in cursor.fetchall()}
            cursor.execute(PARTITIONS)
            for table in tables - {row[0] for row in cursor.fetchall()}:
                cursor.execute(f"CREATE TABLE {name}.{table} (LIKE public.{table} INCLUDING ALL)")
        with self:
            FeedHead.objects.create()
            self.account = make_person("others", roles=["sync_peer"])
            self.token = tokens.issue(self.account)
            self.id = stamping.ourselves().instance_id

    def __enter__(self) -> "Instance":
        self._before = (_search_path(), settings.SYNC_NAME)
        _go_to(f"{self.name}, public")
        read_only.forget()
        settings.SYNC_NAME = self.name
        return self

    def __exit__(self, *_error: object) -> None:
        path, settings.SYNC_NAME = self._before
        _go_to(path)

    def knows(self, other: "Instance", **values: Any) -> SyncPeer:
        """A row for the other one, whose address this one will call."""
        os.environ[f"SEALOG_SECRET_{other.name.upper()}"] = other.token
        given = {"name": other.name, "url": other.url, **values}
        with self:
            return actions.save_peer(actor=ADMIN, user=None, id=None, values=given)

    def peer(self, other: "Instance") -> SyncPeer:
        with self:
            return SyncPeer.objects.get(name=other.name)

    def records(self) -> dict[tuple[str, str], Any]:
        """Everything that is exchanged, with the version of each record."""
        with self:
            stamping.bring_up_to_date()
            found = {}
            for kind in KINDS:
                keeper = KEEPERS[kind]
                for id, row in keeper.rows(list(keeper.model.objects.values_list("id", flat=True))).items():
                    found[kind, id] = (keeper.content(row), keeper.parts(row))
            return found

    def versions(self) -> dict[tuple[str, str], tuple[int, str]]:
        with self:
            stamps = gathering.SyncStamp.objects.all()
            return {(stamp.kind, stamp.record_id): (stamp.time, stamp.origin) for stamp in stamps}


class Radio(httpx.BaseTransport):
    """Between the instances. `fault(request, answer)` may raise, or lose the answer."""

    def __init__(self, *fleet: Instance) -> None:
        self.fleet = {one.number: one for one in fleet}
        self.inner = httpx.WSGITransport(app=get_wsgi_application(), raise_app_exceptions=True)
        self.before: Callable[[httpx.Request], None] = lambda request: None
        self.after: Callable[[httpx.Request, httpx.Response], None] = lambda request, response: None
        self.calls = 0
        self.bytes = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.before(request)
        with self.fleet[request.url.port], _connection_kept():
            body = request.read()
            request.headers["host"] = "localhost"
            response = self.inner.handle_request(request)
            content = response.content if response.is_closed else b"".join(response.iter_raw())
        self.calls += 1
        self.bytes += len(body) + len(content)
        answer = httpx.Response(response.status_code, headers=response.headers, stream=httpx.ByteStream(content))
        self.after(request, answer)
        return answer

    def exchange(self, one: Instance, other: Instance, steps: int = 100) -> int:
        """`one` calls `other` until there is nothing more; says how often."""
        with one, httpx.Client(transport=self) as http:
            for step in range(1, steps + 1):
                stamping.bring_up_to_date()
                if not running.step(http, SyncPeer.objects.get(name=other.name)):
                    return step
        raise AssertionError(f"{one.name} and {other.name} do not come to an end")


@contextmanager
def _connection_kept() -> Iterator[None]:
    """As Django's own test client does: the request shares the transaction of the test."""
    signals.request_started.disconnect(close_old_connections)
    signals.request_finished.disconnect(close_old_connections)
    try:
        yield
    finally:
        signals.request_started.connect(close_old_connections)
        signals.request_finished.connect(close_old_connections)


def _search_path() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW search_path")
        return cursor.fetchone()[0]


def _go_to(path: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET search_path TO {path}")


@contextmanager
def fleet_of(*names: str) -> Iterator[list[Instance]]:
    given = {name for name in os.environ if name.startswith("SEALOG_SECRET_")}
    try:
        yield [Instance(name) for name in names]
    finally:
        for name in [name for name in os.environ if name.startswith("SEALOG_SECRET_")]:
            if name not in given:
                del os.environ[name]
