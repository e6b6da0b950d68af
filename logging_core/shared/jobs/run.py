"""What the body of a job gets: its parameters, and how it says what it does."""

import threading
import time
from typing import Any

from django.db.models.functions import Now

from logging_core.shared.announce import Actor, recorded
from logging_core.shared.jobs.models import LEASE, NOTE_LENGTH, Job, JobLine

TOLD_EVERY_S = 1.0  # to the pages
WRITTEN_EVERY_S = 0.25  # to the row; more often nobody can see
MOST_LINES = 10_000


class Cancelled(Exception):
    """Somebody asked to cancel the job."""


class Lost(Exception):
    """Another worker has the job: this one was silent for longer than a lease."""


class Run:
    """One try of a job. `actor` is who asked for it."""

    def __init__(self, job: Job) -> None:
        self.job_id: str = job.id
        self.params: dict[str, Any] = job.params
        self.attempt: int = job.attempts
        self.actor = Actor(job.asked_by, job.asked_by_id, via="task")
        self._claim = job.claim
        self._done, self._total, self._note = job.done, job.total, job.note
        self._lines = JobLine.objects.filter(job=job).count()
        self._told_at = self._written_at = time.monotonic()
        self._unwritten = False
        self._cancel_asked = threading.Event()
        self._lost = threading.Event()

    def say(self, text: str) -> None:
        """A line for the log of the job; the last one stands in the list, too. Raises Cancelled."""
        self._note = text[:NOTE_LENGTH]
        if self._lines < MOST_LINES:
            self._lines += 1
            JobLine.objects.create(job_id=self.job_id, number=self._lines, text=text)
        self._write()
        self._tell()

    def progress(self, done: int, total: int = 0) -> None:
        """So much is done, of so much (0: not known). Cheap: call it as often as you like. Raises Cancelled."""
        self._done, self._total = done, total
        self._unwritten = True
        self.check()
        if time.monotonic() - self._written_at >= WRITTEN_EVERY_S:
            self._write()
            self._tell()

    def check(self) -> None:
        """Raises Cancelled when somebody asked for it, Lost when another worker has the job."""
        if self._lost.is_set():
            raise Lost
        if self._cancel_asked.is_set():
            raise Cancelled

    def last_words(self) -> None:
        """What is not written yet, before the end. Who cancels now comes too late."""
        if self._unwritten:
            self.renew(done=self._done, total=self._total, note=self._note)

    def renew(self, **said: Any) -> None:
        """Say that the worker lives; learn what others have asked meanwhile. Also called by a thread."""
        mine = Job.objects.held(self._claim).filter(id=self.job_id)
        if not mine.update(lease_until=Now() + LEASE, **said):
            self._lost.set()
        elif mine.filter(cancel_asked=True).exists():
            self._cancel_asked.set()

    def _write(self) -> None:
        self._written_at, self._unwritten = time.monotonic(), False
        self.renew(done=self._done, total=self._total, note=self._note)
        self.check()

    def _tell(self) -> None:
        if time.monotonic() - self._told_at < TOLD_EVERY_S:
            return
        self._told_at = time.monotonic()
        with recorded(Actor("sealog", via="task")) as changes:
            job = Job.objects.get(id=self.job_id)
            changes.add("job", "progress", job.id, after=job.journalled(), quiet=True)
