"""The pulse of a worker of the archive: beaten by the loop that takes tasks, so that it goes on while all its
children are busy for an hour, and stops when the worker hangs."""

import logging
from typing import Any

import redis
from celery import bootsteps

from monitoring.health import heartbeat

log = logging.getLogger(__name__)
QUEUE = "archive"
EVERY_S = 10.0


class Pulse(bootsteps.StartStopStep):
    """Started again with each connection to the broker, which forgets all timers."""

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def __init__(self, consumer: Any, **_options: Any) -> None:
        self._timer: Any = None

    def include_if(self, consumer: Any) -> bool:
        return QUEUE in consumer.app.amqp.queues.consume_from

    def start(self, consumer: Any) -> None:
        beat()
        self._timer = consumer.timer.call_repeatedly(EVERY_S, beat)

    def stop(self, consumer: Any) -> None:
        if self._timer is not None:
            self._timer.cancel()


def beat() -> None:
    """A broker that is away is told by others."""
    try:
        heartbeat.beat(heartbeat.ARCHIVE)
    except redis.RedisError as problem:
        log.warning("no sign of life of the archive's worker: %s", problem)
