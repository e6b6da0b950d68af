"""Celery doors of the jobs."""

from celery import shared_task
from django.db import InterfaceError, OperationalError

from logging_core.shared.jobs import reviving, working

AWAY = (OperationalError, InterfaceError)
# Longer than the broker waits before it gives a message to a second worker: that one finds the job taken.
LONGEST_S = 12 * 3600


@shared_task(name="jobs.run", ignore_result=True, soft_time_limit=LONGEST_S, time_limit=LONGEST_S + 300)
def run(id: str) -> None:
    """Delivered twice, the second one finds the job taken or over."""
    if working.work(id):
        reviving.send_next()


@shared_task(name="jobs.revive", throws=AWAY, ignore_result=True)
def revive() -> None:
    reviving.revive()


@shared_task(name="jobs.prune", throws=AWAY, ignore_result=True)
def prune() -> None:
    reviving.prune()
