"""Who is told, and what was."""

from typing import Any

from django.db import models

from logging_core.shared import clock
from logging_core.shared.definitions import Definition


class TargetKind(models.TextChoices):
    MAIL = "mail", "Mail"
    WEBHOOK = "webhook", "Webhook"


class NotificationTarget(Definition):
    """Somebody to tell: mail addresses separated by commas, or the address of a webhook.

    A webhook is signed with what the environment holds under `SEALOG_SECRET_<secret_name>`.
    """

    KIND = "target"
    RESTRICTED = True  # addresses are for admins

    name = models.CharField(max_length=100, unique=True)
    enabled = models.BooleanField(default=True)
    kind = models.CharField(max_length=7, choices=TargetKind)
    address = models.CharField(max_length=1000)
    secret_name = models.CharField(max_length=50, blank=True)

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
            "address": self.address,
            "secret_name": self.secret_name,
        }


class NotificationState(models.TextChoices):
    QUEUED = "queued", "waiting"
    SENT = "sent", "sent"
    FAILED = "failed", "given up"
    HELD = "held", "held back"  # too soon after the one before


class Notification(models.Model):
    """One message to one target. `once` keeps a cause that comes twice to one message; the row is the claim."""

    target = models.ForeignKey(NotificationTarget, null=True, on_delete=models.SET_NULL, related_name="+")
    target_name = models.CharField(max_length=100)
    cause = models.CharField(max_length=120, db_index=True, help_text="What asked for it: rule, trigger, test")
    once = models.CharField(max_length=200, unique=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    about = models.JSONField(default=dict)
    state = models.CharField(max_length=6, choices=NotificationState, default=NotificationState.QUEUED)
    attempts = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(default=clock.now, db_index=True)
    due_at = models.DateTimeField(default=clock.now, help_text="Not tried before; in a try the end of its claim")
    sent_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["due_at"], condition=models.Q(state="queued"), name="notification_due")]

    def __str__(self) -> str:
        return f"{self.subject} to {self.target_name}"
