"""Whose a job is: taken, given back and finished by conditional updates, so that no body runs twice at once."""

import uuid
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import F
from django.db.models.functions import Coalesce, Now

from logging_core.shared.announce import Actor, recorded
from logging_core.shared.jobs.models import LEASE, Job, State

SERVICE = Actor("sealog", via="task")
LOCK = 0x5EA107  # number among the advisory locks of the database


def take(id: str) -> Job | None:
    """The job, ours now. None: another worker has it, it is over, or there is no room for one more."""
    claim = str(uuid.uuid4())
    with recorded(SERVICE) as changes:
        _one_after_the_other()
        if not _room_for(id):
            return None
        taken = Job.objects.free().filter(id=id, cancel_asked=False)
        if not taken.update(
            state=State.RUNNING,
            claim=claim,
            lease_until=Now() + LEASE,
            started_at=Coalesce("started_at", Now()),
            attempts=F("attempts") + 1,
        ):
            return None
        job = Job.objects.get(id=id)
        changes.add("job", "run", job.id, after=job.journalled(), quiet=True)
    return job


def _one_after_the_other() -> None:
    """Two workers that count at the same moment would both find room."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _room_for(id: str) -> bool:
    """Snapshots and rules share their workers with jobs: one worker always stays free of them.

    The archive has workers of its own.
    """
    asked = Job.objects.filter(id=id).exclude(queue="archive")
    at_work = Job.objects.alive().exclude(queue="archive").exclude(id=id)
    return not asked.exists() or at_work.count() < settings.JOBS_AT_ONCE


def finish(job: Job, state: str, **said: Any) -> bool:
    """The end of a job that is still ours; False when it is another worker's by now."""
    return _leave(job, state, finished_at=Now(), **said)


def give_back(job: Job, *, due_at: Any, problem: str) -> bool:
    """Back into the queue, to be tried again at `due_at`."""
    return _leave(job, State.QUEUED, due_at=due_at, problem=problem)


def _leave(job: Job, state: str, **said: Any) -> bool:
    with recorded(SERVICE) as changes:
        ours = Job.objects.held(job.claim).filter(id=job.id)
        if not ours.update(state=state, claim="", lease_until=None, **said):
            return False
        changes.add("job", state, job.id, after=Job.objects.get(id=job.id).journalled(), quiet=True)
    return True
