"""A numbered database of its own on a Redis that was given from outside."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import redis

NUMBERS = range(1, 16)  # of the sixteen that a Redis has unless told otherwise; 0 is where people keep things
MARK, MARK_S = "taken by a test", 3 * 3600


@contextmanager
def fresh_broker(server_url: str) -> Iterator[str]:
    """The URL of an empty database on the server of `server_url`, emptied again afterwards.

    Systems on one database would do each other's background work.
    """
    client, url = _take(server_url)
    try:
        yield url
    finally:
        client.flushdb()
        client.close()


def _take(server_url: str) -> tuple[redis.Redis, str]:
    for number in NUMBERS:
        url = urlunsplit(urlsplit(server_url)._replace(path=f"/{number}"))
        client = redis.Redis.from_url(url)
        if client.dbsize() == 0 and client.set(MARK, os.getpid(), nx=True, ex=MARK_S):
            return client, url
        client.close()
    raise AssertionError("none of the databases 1 to 15 of REDIS_URL is empty")
