"""What is done with jobs: asked for, cancelled, tried again. The room that asks has checked who may."""

from typing import Any

from django.db import IntegrityError, transaction

from logging_core.shared import clock
from logging_core.shared.announce import Actor, Changes, recorded
from logging_core.shared.errors import Conflict, NotAllowed, NotFound
from logging_core.shared.jobs import runners
from logging_core.shared.jobs.models import QUEUES, Job, State
from logging_core.shared.jobs.sending import send_after_commit

TITLE_LENGTH = 200


def start(
    *, actor: Actor, kind: str, title: str, params: dict[str, Any], queue: str = "default", once: str = ""
) -> Job:
    """Have it done by a worker. While a job with the same `once` is queued or running, that one is given instead.

    Raises ValueError for a kind or queue that is not known: a fault of the caller, not of a user.
    """
    if runners.find(kind) is None or queue not in QUEUES:
        raise ValueError(f"no such kind of job or queue: {kind}, {queue}")
    job = Job(
        kind=kind,
        title=title[:TITLE_LENGTH],
        params=params,
        queue=queue,
        once=once,
        asked_by=actor.name[:100],
        asked_by_id=actor.id,
    )
    with recorded(actor) as changes:
        same = _same_under_way(once) or _insert(job)
        if same is not None:
            return same
        changes.add("job", "start", job.id, after=job.journalled(), quiet=True)
        send_after_commit(job)
    return job


def _same_under_way(once: str) -> Job | None:
    return Job.objects.under_way().filter(once=once).first() if once else None


def _insert(job: Job) -> Job | None:
    """Store it; gives the other one when somebody else was faster with the same key."""
    try:
        with transaction.atomic():
            job.save(force_insert=True)
    except IntegrityError:
        same = _same_under_way(job.once)
        if same is None:
            raise
        return same
    return None


def cancel(*, actor: Actor, user: Any, id: str) -> Job:
    """A queued job is cancelled at once, a running one where its body next looks."""
    with recorded(actor) as changes:
        job = _locked(user, id)
        if not job.under_way:
            raise Conflict(f"The job is {job.state} already.")
        job.cancel_asked = True
        if job.state == State.QUEUED:
            job.state, job.finished_at = State.CANCELLED, clock.now()
        return _changed(changes, job, "cancel", "cancel_asked", "state", "finished_at")


def retry(*, actor: Actor, user: Any, id: str) -> Job:
    """Try a failed or cancelled job again; its body goes on where it stopped."""
    with recorded(actor) as changes:
        job = _locked(user, id)
        if job.state not in (State.FAILED, State.CANCELLED):
            raise Conflict(f"Only a failed or cancelled job is tried again; this one is {job.state}.")
        if _same_under_way(job.once):
            raise Conflict("The same work is under way in another job.")
        job.state, job.attempts, job.problem, job.cancel_asked = State.QUEUED, 0, "", False
        job.finished_at, job.due_at = None, clock.now()
        names = ("state", "attempts", "problem", "cancel_asked", "finished_at", "due_at")
        _changed(changes, job, "retry", *names)
        send_after_commit(job)
        return job


def may_handle(person: Any, job: Job) -> bool:
    """Who may see, cancel and repeat a job: whoever may have such jobs, and who asked for it."""
    found = runners.find(job.kind)
    asked_for_it = bool(job.asked_by_id) and job.asked_by_id == getattr(person, "id", None)
    return asked_for_it or (found is not None and found.may(person))


def _locked(user: Any, id: str) -> Job:
    job = Job.objects.select_for_update().filter(id=id).first()
    if job is None:
        raise NotFound("There is no such job.")
    if not may_handle(user, job):
        raise NotAllowed("This is the business of those who may ask for such jobs.")
    return job


def _changed(changes: Changes, job: Job, verb: str, *fields: str) -> Job:
    job.save(update_fields=fields)
    changes.add("job", verb, job.id, after=job.journalled(), quiet=True)
    return job
