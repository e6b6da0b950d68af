"""The worker's heartbeat: at its start and with each beat of the schedule."""

from typing import Any

from celery import current_app, shared_task
from celery.signals import worker_ready

from monitoring.health import heartbeat
from monitoring.health.pulse import Pulse

current_app.steps["consumer"].add(Pulse)


@shared_task(name="health.worker_heartbeat", ignore_result=True)
def worker_heartbeat() -> None:
    heartbeat.beat()


@worker_ready.connect
def first_heartbeat(sender: Any, **_kwargs: object) -> None:
    """Of the worker that takes such beats, not of one that takes the archive's work only."""
    if sender.app.conf.task_default_queue in sender.app.amqp.queues.consume_from:
        heartbeat.beat()
