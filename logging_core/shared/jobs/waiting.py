"""What waits in the broker."""

import redis
from django.conf import settings

SECONDS = 2


def length(queue: str) -> int:
    """Messages that wait in a queue; 0 while the broker is away, where sending fails as well."""
    return lengths((queue,)).get(queue, 0)


def lengths(queues: tuple[str, ...]) -> dict[str, int]:
    """Messages that wait, by queue; nothing while the broker does not answer."""
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=SECONDS, socket_connect_timeout=SECONDS
        ) as broker:
            return {queue: int(broker.llen(queue)) for queue in queues}
    except redis.RedisError:
        return {}
