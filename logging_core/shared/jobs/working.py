"""Carrying out one job in this process."""

import logging
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from celery.exceptions import SoftTimeLimitExceeded
from django.db import DatabaseError, InterfaceError, connection
from django.db.models.functions import Now

from logging_core.shared.errors import Refusal
from logging_core.shared.jobs import claims, runners
from logging_core.shared.jobs.models import LEASE, Job, State
from logging_core.shared.jobs.run import Cancelled, Lost, Run

log = logging.getLogger(__name__)
RENEW_EVERY_S = LEASE.total_seconds() / 3
FIRST_PAUSE_S, LONGEST_PAUSE_S = 10, 600
PROBLEM_LENGTH = 2000


def work(id: str) -> bool:
    """Do a job unless somebody else has it or it is over; whether it was done here, to whatever end."""
    job = claims.take(id)
    if job is None:
        return False
    found = runners.find(job.kind)
    if found is None:
        return claims.finish(job, State.FAILED, problem=f"No part of this version knows jobs of kind {job.kind}.")
    run = Run(job)
    with _living(run):
        _carry_out(job, found, run)
    found.after(Job.objects.get(id=id))
    return True


def _carry_out(job: Job, found: runners.Runner, run: Run) -> None:
    try:
        result = found.body(run)
        run.last_words()
    except Lost:
        log.warning("job %s went to another worker meanwhile", job.id)
    except Cancelled:
        claims.finish(job, State.CANCELLED)
    except Refusal as refusal:
        claims.finish(job, State.FAILED, problem=refusal.message[:PROBLEM_LENGTH])
    except SoftTimeLimitExceeded:
        claims.finish(job, State.FAILED, problem="It took longer than a job may. Try again to let it go on.")
    except Exception as problem:
        log.exception("job %s (%s) failed", job.id, job.kind)
        _failed(job, found, problem)
    else:
        claims.finish(job, State.DONE, result=result, problem="")


def _failed(job: Job, found: runners.Runner, problem: Exception) -> None:
    words = f"{type(problem).__name__}: {problem}"[:PROBLEM_LENGTH]
    if job.attempts >= found.tries:
        claims.finish(job, State.FAILED, problem=words)
    else:
        claims.give_back(job, due_at=Now() + pause(job.attempts), problem=words)


def pause(attempts: int) -> timedelta:
    """Twice as long after each try, up to ten minutes; never quite the same for two jobs."""
    seconds = min(FIRST_PAUSE_S * 2 ** (attempts - 1), LONGEST_PAUSE_S)
    return timedelta(seconds=seconds * random.uniform(0.8, 1.2))  # noqa: S311  (no secret)


@contextmanager
def _living(run: Run) -> Iterator[None]:
    """Renew the lease meanwhile, also while the body waits for something."""
    over = threading.Event()
    thread = threading.Thread(target=_keep_renewing, args=(run, over), name="job-lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _keep_renewing(run: Run, over: threading.Event) -> None:
    try:
        while not over.wait(RENEW_EVERY_S):
            _renew(run)
    finally:
        connection.close()


def _renew(run: Run) -> None:
    try:
        run.renew()
    except (DatabaseError, InterfaceError) as problem:
        log.warning("the lease of job %s could not be renewed: %s", run.job_id, problem)
        connection.close()
