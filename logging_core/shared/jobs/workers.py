"""Who works, and what waits: asked of the workers themselves, with little patience."""

import threading
import time
from dataclasses import dataclass
from typing import Any

import redis
from celery import current_app
from kombu.exceptions import OperationalError

from logging_core.shared.jobs import waiting
from logging_core.shared.jobs.models import QUEUES, Job

PATIENCE_S = 1.0
ASKED_EVERY_S = 5.0
OTHER_QUEUE = "sync"  # which has no jobs


_one_asks = threading.Lock()
_told_at = float("-inf")


@dataclass(frozen=True)
class Worker:
    """A worker that answered."""

    name: str
    queues: list[str]
    processes: int
    active: list[str]  # names of the tasks it is at
    done: int  # tasks since its start


_told: list[Worker] | None = None


def present() -> list[Worker] | None:
    """Workers that answer within a second; None while the broker is away. Asked at most every five seconds."""
    global _told, _told_at
    with _one_asks:
        if time.monotonic() - _told_at > ASKED_EVERY_S:
            _told = _ask()
            _told_at = time.monotonic()
        return _told


def _ask() -> list[Worker] | None:
    try:
        ask = current_app.control.inspect(timeout=PATIENCE_S)
        stats = ask.stats() or {}
        asked = current_app.control.inspect(timeout=PATIENCE_S, destination=list(stats))
        active = (asked.active() or {}) if stats else {}
        queues = (asked.active_queues() or {}) if stats else {}
    except (OperationalError, OSError, redis.RedisError):
        return None
    return [_worker(name, stats[name], active.get(name, []), queues.get(name, [])) for name in sorted(stats)]


def _worker(name: str, stats: Any, active: list[Any], queues: list[Any]) -> Worker:
    return Worker(
        name=name,
        queues=sorted(queue["name"] for queue in queues),
        processes=stats.get("pool", {}).get("max-concurrency", 0),
        active=[task["name"] for task in active],
        done=sum(stats.get("total", {}).values()),
    )


def queues() -> list[dict[str, Any]]:
    """Each queue with its messages and jobs; messages None while the broker is away."""
    names = (*QUEUES, OTHER_QUEUE)
    lengths = waiting.lengths(names)
    return [
        {
            "name": name,
            "messages": lengths.get(name),
            "queued": Job.objects.queued().filter(queue=name).count(),
            "running": Job.objects.alive().filter(queue=name).count(),
        }
        for name in names
    ]
