"""Triggers with their states."""

from typing import Any

from django.db import models

from logging_core.shared.definitions import Definition


class Kind(models.TextChoices):
    THRESHOLD = "threshold", "Threshold"
    GEOFENCE = "geofence", "Geofence"
    SILENCE = "silence", "Silence"


class Phase(models.TextChoices):
    """Where a trigger is between two crossings. `beyond` lasts until the value is back by the hysteresis."""

    ARMED = "armed", "waits"
    PENDING = "pending", "holds, not long enough yet"
    BEYOND = "beyond", "has fired"


class Trigger(Definition):
    """When a sensor says this, log that event and tell those people.

    `setting` belongs to the kind (`conditions.py`); `event`: `{"value", "options", "free_text"}` or null;
    `notify`: `{"target", "text", "pause_s"}` or null. Texts may hold `{value}`, `{unit}`, `{since}`, `{name}`.
    """

    KIND = "trigger"

    name = models.CharField(max_length=100, unique=True)
    enabled = models.BooleanField(default=False)
    kind = models.CharField(max_length=10, choices=Kind)
    setting = models.JSONField(default=dict)
    event = models.JSONField(null=True)
    notify = models.JSONField(null=True)

    class Meta:
        ordering = ["ordinal"]

    def __str__(self) -> str:
        return self.name

    def record(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "enabled": self.enabled,
            "kind": self.kind,
            "setting": self.setting,
            "event": self.event,
            "notify": self.notify,
        }


class TriggerState(models.Model):
    """How far the values of a trigger were looked at, and what they said. Its row lock lets one task at a time."""

    trigger = models.OneToOneField(Trigger, models.CASCADE, primary_key=True, related_name="state")
    phase = models.CharField(max_length=8, choices=Phase, default=Phase.ARMED)
    since = models.DateTimeField(null=True, help_text="When the condition began to hold")
    seen_at = models.DateTimeField(null=True, help_text="Time of the last value that was looked at")
    value = models.CharField(max_length=200, blank=True)
    fired_at = models.DateTimeField(null=True)
    fired_event_id = models.CharField(max_length=24, blank=True)
    problem = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.trigger}: {self.phase}"
