"""One rate for one source, however many workers read from it: a bucket a second, kept in the broker."""

import time
from collections.abc import Callable

import redis
from django.conf import settings

from monitoring.web.limits import unlimited

KEPT = 5  # seconds a bucket lives


def limit(name: str, kilobytes: int) -> Callable[[int], None]:
    """A function that waits until so many bytes may be read; 0 is no limit."""
    return Bucket(name, kilobytes * 1000).take if kilobytes else unlimited


class Bucket:
    def __init__(self, name: str, rate: int) -> None:
        self._name = name
        self._rate = rate  # bytes a second
        self._broker = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)

    def take(self, count: int) -> None:
        """Bytes over this second's share are paid for in the seconds that follow."""
        while count > 0:
            second = int(time.time())
            given = min(count, self._rate)
            if self._fill(second, given) <= self._rate:
                count -= given
            else:
                self._fill(second, -given)
            if count > 0:
                time.sleep(max(0.0, second + 1 - time.time()))

    def _fill(self, second: int, count: int) -> int:
        """The bucket's content after adding; a broker that is away leaves each worker its own pace."""
        key = f"sealog:rate:{self._name}:{second}"
        try:
            with self._broker.pipeline() as pipe:
                pipe.incrby(key, count)
                pipe.expire(key, KEPT)
                return int(pipe.execute()[0])
        except redis.RedisError:
            return count
