"""The worker's sign of life, kept in the broker until it expires."""

import time

import redis
from django.conf import settings

KEY = "sealog:worker-heartbeat"
LIFETIME = 35  # seconds: three missed beats of ten seconds, and some patience


def broker(seconds: float) -> "redis.Redis":
    """A client that waits at most `seconds` for each answer."""
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=seconds, socket_connect_timeout=seconds)


def beat() -> None:
    """Say that a worker is alive now. Raises redis.RedisError."""
    with broker(5) as client:
        client.set(KEY, time.time(), ex=LIFETIME)


def age(seconds: float) -> float | None:
    """Seconds since the last sign of life; None when it is too long ago. Raises redis.RedisError."""
    with broker(seconds) as client:
        said = client.get(KEY)
    return None if said is None else max(0.0, time.time() - float(said))
