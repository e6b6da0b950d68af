"""Connecting to Redis servers."""

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry


def connected(host: str, port: int, password: str | None) -> redis.Redis:
    """A client that was answered; it tries once and waits 5 seconds at most, since its user tries again by itself.

    Raises redis.RedisError.
    """
    once = Retry(NoBackoff(), 0)
    client = redis.Redis(host, port, password=password, socket_connect_timeout=5, socket_timeout=5, retry=once)
    client.ping()
    return client
