"""What each part must do to count as working. A probe gives a short text, or raises NotWell with one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache

import psycopg2
import redis
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from monitoring.health import heartbeat

SECONDS = 2  # for the answer of one server


class NotWell(Exception):
    """The part does not work; the text is fit to be shown to anybody."""


def database() -> str:
    with _cursor() as cursor:
        cursor.execute("SELECT 1")
    return "answers"


def migrations() -> str:
    with _cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        missing = _known_migrations() - set(cursor.fetchall())
    if missing:
        raise NotWell(f"{len(missing)} migrations are not applied")
    return "up to date"


def broker() -> str:
    try:
        with heartbeat.broker(SECONDS) as client:
            client.ping()
    except redis.RedisError:
        raise NotWell("does not answer") from None
    return "answers"


def worker() -> str:
    return _heartbeat(heartbeat.WORKER, "the worker or the scheduler does not run")


def archive_worker() -> str:
    return _heartbeat(heartbeat.ARCHIVE, "no worker of the queue `archive` runs")


def _heartbeat(who: str, otherwise: str) -> str:
    try:
        age = heartbeat.age(SECONDS, who)
    except redis.RedisError:
        raise NotWell("unknown: the broker does not answer") from None
    if age is None:
        raise NotWell(f"no heartbeat for {heartbeat.LIFETIME} s: {otherwise}")
    return f"heartbeat {age:.0f} s ago"


PROBES: dict[str, Callable[[], str]] = {
    "database": database,
    "migrations": migrations,
    "broker": broker,
    "worker": worker,
    "archive worker": archive_worker,
}


@contextmanager
def _cursor() -> Iterator["psycopg2.extensions.cursor"]:
    """A connection of its own, so that a probe never waits behind other work and never harms it."""
    wanted = connections["default"].get_connection_params() | {"connect_timeout": SECONDS}
    try:
        connection = psycopg2.connect(**wanted, options=f"-c statement_timeout={SECONDS * 1000}")
        try:
            with connection.cursor() as cursor:
                yield cursor
        finally:
            connection.close()
    except psycopg2.Error:
        raise NotWell("does not answer") from None


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).graph.nodes)
