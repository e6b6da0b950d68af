"""A job that waits until its message was delivered a second time; deliveries are counted in the broker."""

import time

import redis
from celery.signals import task_prerun
from django.conf import settings

from logging_core.shared import permissions
from logging_core.shared.jobs.runners import Run, runner

PATIENCE_S = 120


def _broker() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL)


@task_prerun.connect
def count_delivery(task=None, args=(), **_) -> None:
    if task is not None and task.name == "jobs.run":
        _broker().incr(f"deliveries:{args[0]}")


@runner("test.longer", may=permissions.is_admin)
def longer_than_the_broker_waits(run: Run) -> dict[str, int]:
    broker, end = _broker(), time.monotonic() + PATIENCE_S
    broker.incr(f"bodies:{run.job_id}")
    while int(broker.get(f"deliveries:{run.job_id}") or 0) < 2 and time.monotonic() < end:
        run.say("still at it")
        time.sleep(0.2)
    return {"deliveries": int(broker.get(f"deliveries:{run.job_id}") or 0)}
