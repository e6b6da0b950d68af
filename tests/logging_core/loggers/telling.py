"""A status as the supervisor tells it, published to the real broker."""

import json
from typing import Any

import redis
from django.conf import settings

from logging_core.loggers.runtime.status import KEY
from logging_core.shared import clock
from logging_core.streams.channels import channel

PART = {"path": "readers.0", "class": "UDPReader", "count": 0, "rate": 0.0, "waiting": None, "trouble": None}


def part(path: str, name: str, **figures: Any) -> dict[str, Any]:
    return {**PART, "path": path, "class": name, "tally": {}, "samples": {}, **figures}


def logger(**figures: Any) -> dict[str, Any]:
    return {
        "config": None,
        "state": "off",
        "pid": None,
        "since": clock.iso(clock.now()),
        "restarts": 0,
        "next_try_at": None,
        "last_error": None,
        "last_record_at": None,
        "records": 0,
        "rate": 0.0,
        "last_lines": [],
        "alarm": None,
        "memory_kb": 0,
        "cpu_percent": 0.0,
        "parts": [],
        **figures,
    }


def status(loggers: dict[str, dict[str, Any]], plan_version: int = 0, **supervisor: Any) -> dict[str, Any]:
    spool = {"records_waiting": 0, "bytes": 0, "oldest_at": None, "stored": 0, "store_rate": 0.0, "refused": {}}
    told = {
        "pid": 1,
        "started_at": clock.iso(clock.now()),
        "plan_version": plan_version,
        "database": "ok",
        "alarm": None,
        "memory_kb": 9000,
        "spool": spool,
        **supervisor,
    }
    loggers = {name: logger(**figures) for name, figures in loggers.items()}
    return {"at": clock.iso(clock.now()), "supervisor": told, "loggers": loggers}


def tell(
    loggers: dict[str, dict[str, Any]] | None, url: str = "", lasts: int = 10, **supervisor: Any
) -> dict[str, Any] | None:
    """Publish a status as the link does; None takes the last one away."""
    with redis.Redis.from_url(url or settings.REDIS_URL) as broker:
        if loggers is None:
            broker.delete(KEY)
            return None
        told = status(loggers, **supervisor)
        broker.set(KEY, json.dumps(told), ex=lasts)
        broker.publish(channel(broker, KEY), json.dumps(told))
        return told
