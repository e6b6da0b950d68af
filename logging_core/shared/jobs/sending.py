"""Sending jobs to the workers. What could not be sent now is sent by `revive`."""

import logging
from datetime import timedelta
from functools import partial

from celery import current_app
from django.db import transaction
from django.db.models.functions import Now
from kombu.exceptions import OperationalError

from logging_core.shared.jobs.models import Job

log = logging.getLogger(__name__)
AGAIN_AFTER = timedelta(seconds=60)  # a message may be lost with the broker; twice does no harm


def send_after_commit(job: Job) -> None:
    transaction.on_commit(partial(send, job.id, job.queue))


def send(id: str, queue: str) -> None:
    Job.objects.queued().filter(id=id).update(due_at=Now() + AGAIN_AFTER)
    try:
        current_app.send_task("jobs.run", args=[id], queue=queue)
    except (OperationalError, OSError) as problem:
        log.warning("the broker is away, job %s is sent later: %s", id, problem)
        Job.objects.queued().filter(id=id).update(due_at=Now())
