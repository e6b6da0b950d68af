"""Signs of life of the workers, kept in the broker until they expire."""

import time

import redis
from django.conf import settings

WORKER, ARCHIVE = "worker", "archive-worker"
LIFETIME = 35  # seconds: three missed beats of ten seconds, and some patience


def key(who: str = WORKER) -> str:
    return f"sealog:{who}-heartbeat"


def broker(seconds: float) -> "redis.Redis":
    """A client that waits at most `seconds` for each answer."""
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=seconds, socket_connect_timeout=seconds)


def beat(who: str = WORKER) -> None:
    """Say that a worker is alive now. Raises redis.RedisError."""
    with broker(5) as client:
        client.set(key(who), time.time(), ex=LIFETIME)


def age(seconds: float, who: str = WORKER) -> float | None:
    """Seconds since the last sign of life; None when it is too long ago. Raises redis.RedisError."""
    with broker(seconds) as client:
        said = client.get(key(who))
    return None if said is None else max(0.0, time.time() - float(said))
