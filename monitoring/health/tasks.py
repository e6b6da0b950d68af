"""The worker's heartbeat: at its start and with each beat of the schedule."""

from celery import shared_task
from celery.signals import worker_ready

from monitoring.health import heartbeat


@shared_task(name="health.worker_heartbeat", ignore_result=True)
def worker_heartbeat() -> None:
    heartbeat.beat()


@worker_ready.connect
def first_heartbeat(**_kwargs: object) -> None:
    heartbeat.beat()
