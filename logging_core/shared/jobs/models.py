"""A job, and the lines it says."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import Q

from logging_core.shared import clock
from logging_core.shared.ids import new_id
from logging_core.shared.jobs.queries import JobQuerySet

QUEUES = ("default", "archive", "exports")
LEASE = timedelta(seconds=30)  # without a sign of life for so long, the worker counts as gone
NOTE_LENGTH = 500


class State(models.TextChoices):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNDER_WAY = (State.QUEUED, State.RUNNING)


class Job(models.Model):
    """One piece of work. Who holds `claim` works on it, until `lease_until` unless he says that he lives."""

    id = models.CharField(primary_key=True, max_length=24, default=new_id, editable=False)
    kind = models.CharField(max_length=50)
    title = models.CharField(max_length=200)
    params = models.JSONField(default=dict)
    queue = models.CharField(max_length=20, default="default", choices=[(name, name) for name in QUEUES])
    state = models.CharField(max_length=10, default=State.QUEUED, choices=State.choices)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0, help_text="0: not known")
    note = models.CharField(max_length=NOTE_LENGTH, blank=True, help_text="The last line it said")
    result = models.JSONField(null=True)
    problem = models.TextField(blank=True)
    attempts = models.PositiveIntegerField(default=0)
    once = models.CharField(max_length=200, blank=True, help_text="Of those under way, only one has this key")
    asked_by = models.CharField(max_length=100)
    asked_by_id = models.CharField(max_length=24, blank=True)
    asked_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField(default=clock.now, help_text="When a queued one is sent to the workers (again)")
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    claim = models.CharField(max_length=36, blank=True)
    lease_until = models.DateTimeField(null=True)
    cancel_asked = models.BooleanField(default=False)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [
            models.Index(fields=["-asked_at", "-id"], name="job_newest"),
            models.Index(fields=["state"], condition=Q(state__in=UNDER_WAY), name="job_under_way"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["once"], condition=Q(state__in=UNDER_WAY) & ~Q(once=""), name="job_only_once_under_way"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.title}"

    @property
    def under_way(self) -> bool:
        return self.state in UNDER_WAY

    def journalled(self) -> dict[str, Any]:
        """What the journal says to everybody: no title, which may name what is hidden from some."""
        return {
            "id": self.id,
            "kind": self.kind,
            "state": str(self.state),
            "done": self.done,
            "total": self.total,
            "cancel_asked": self.cancel_asked,
        }


class JobLine(models.Model):
    """A line of the job's log."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    at = models.DateTimeField(default=clock.now)
    text = models.TextField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="job_line_number")]

    def __str__(self) -> str:
        return self.text
