"""What runs, as the runtime told it last, read from the broker."""

import json
from functools import cache
from typing import Any

import redis
from django.conf import settings

from logging_core.loggers.runtime.status import KEY
from logging_core.shared import clock

PATIENCE_S = 2.0
ALIVE_S = 5.0  # it speaks once a second; after this long without a word it counts as dead


def read_status() -> dict[str, Any]:
    """`status` (the last one or None), `alive` (the supervisor speaks), `trouble` (why nothing is known)."""
    try:
        text = _broker().get(KEY)
    except redis.RedisError as problem:
        return {"alive": False, "status": None, "trouble": f"the broker does not answer: {problem}"}
    if text is None:
        return {"alive": False, "status": None, "trouble": "the supervisor of the loggers is not running"}
    status = json.loads(text)
    return {"alive": age_of(status) < ALIVE_S, "status": status, "trouble": None}


def age_of(status: dict[str, Any]) -> float:
    """Seconds since the status was made."""
    return (clock.now() - clock.parse(status["at"])).total_seconds()


@cache
def _broker() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=PATIENCE_S, socket_connect_timeout=PATIENCE_S)
