"""Rules that attach aux data to events, what is still to be done of them, and how their origins are."""

from typing import Any

from django.db import models
from django.db.models import Q

from logging_core.automation.aux_rules.queries import AuxRuleQuerySet, AuxTaskQuerySet
from logging_core.events.models import Event
from logging_core.shared import clock
from logging_core.shared.models import Record


class Kind(models.TextChoices):
    STREAMS = "streams", "Stored streams"
    INFLUXDB = "influxdb", "InfluxDB"
    FRAMES = "frames", "Frame grabs"
    POSTED = "posted", "Posted through the API"


class AuxRule(Record):
    """Each event gets a record of `data_source`; `config` says from what, in the terms of the kind."""

    name = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    data_source = models.CharField(max_length=100)
    enabled = models.BooleanField(default=False)
    config = models.JSONField(default=dict)
    except_values = models.JSONField(default=list, help_text="Events of these values get none")
    during_lowering = models.BooleanField(default=False, help_text="Only events within a lowering")
    longest_age_s = models.PositiveIntegerField(
        default=86_400, help_text="Events older than this when they arrive are left alone"
    )
    wait_s = models.PositiveIntegerField(default=600, help_text="How long values that are late are waited for")
    expected_since = models.DateTimeField(null=True, help_text="Events that arrived since then should have it")

    objects = AuxRuleQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["data_source"], condition=Q(enabled=True), name="one_enabled_rule_a_source"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def record(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "kind": str(self.kind),
            "data_source": self.data_source,
            "enabled": self.enabled,
            "config": self.config,
            "except_values": self.except_values,
            "during_lowering": self.during_lowering,
            "longest_age_s": self.longest_age_s,
            "wait_s": self.wait_s,
            "version": self.version,
        }


class TaskState(models.TextChoices):
    WAITING = "waiting", "to be done, or tried again"
    RUNNING = "running", "being done"
    DONE = "done", "attached"
    MISSING = "missing", "the source had no values in time"
    FAILED = "failed", "the source could not be asked in time"
    LEFT = "left", "the event is gone, or the rule"


OPEN = (TaskState.WAITING, TaskState.RUNNING)
OWED = (TaskState.MISSING, TaskState.FAILED)


class AuxTask(models.Model):
    """One rule's work for one event. Who holds `claim` is at it, until `lease_until`."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    rule = models.ForeignKey(AuxRule, models.CASCADE, related_name="tasks")
    state = models.CharField(max_length=8, choices=TaskState, default=TaskState.WAITING)
    tries = models.PositiveIntegerField(default=0)
    next_try = models.DateTimeField(default=clock.now)
    cause = models.TextField(blank=True, help_text="Why it is not attached, or what was left out")
    claim = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(default=clock.now, help_text="When the event arrived or its time was changed")
    attached_at = models.DateTimeField(null=True, help_text="When its record was first stored")
    finished_at = models.DateTimeField(null=True)

    objects = AuxTaskQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "rule"], name="one_aux_task_a_rule")]
        indexes = [
            models.Index(fields=["next_try"], condition=Q(state__in=OPEN), name="aux_task_due"),
            models.Index(fields=["rule", "-asked_at"], name="aux_task_newest"),
            models.Index(fields=["asked_at"], name="aux_task_age"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} of event {self.event_id}: {self.state}"


class AuxOrigin(models.Model):
    """A camera of a rule, or its database (without a name): whether it answers, and what it last showed.

    One that does not answer rests for a while, so that nobody waits for it. A picture that stays the same for
    long is worth a word.
    """

    rule = models.ForeignKey(AuxRule, models.CASCADE, related_name="origins")
    name = models.CharField(max_length=100, blank=True)
    failures = models.PositiveIntegerField(default=0, help_text="In a row")
    rests_until = models.DateTimeField(null=True)
    trouble = models.TextField(blank=True)
    trouble_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    shows_since = models.DateTimeField(null=True, help_text="Since when the picture is the same")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["rule", "name"], name="one_row_an_origin")]

    def __str__(self) -> str:
        return self.name or "database"
