"""Rules, and what each of them did."""

from typing import Any

from django.db import models

from logging_core.shared import clock
from logging_core.shared.definitions import Definition


class Rule(Definition):
    """When an event with this value and these answers is logged, do that.

    `conditions`: `[{"name", "value"}, ...]`, all of them must hold; `deeds`: what is done (kinds: `deeds.py`).
    """

    KIND = "rule"

    name = models.CharField(max_length=100, unique=True)
    enabled = models.BooleanField(default=True)
    event_value = models.CharField(max_length=100, help_text="Letter by letter, capitals count")
    conditions = models.JSONField(default=list, blank=True)
    deeds = models.JSONField(default=list)

    class Meta:
        ordering = ["ordinal"]

    def __str__(self) -> str:
        return self.name

    def record(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "enabled": self.enabled,
            "event_value": self.event_value,
            "conditions": self.conditions,
            "deeds": self.deeds,
        }


class RuleFiring(models.Model):
    """A rule met a version of an event. The row is the claim: a change that is handed over twice fires once.

    `event` is the event as it was then; `outcomes`: `[{"deed", "result", "said"}, ...]` in the order of the deeds.
    """

    rule = models.ForeignKey(Rule, null=True, on_delete=models.SET_NULL, related_name="firings")
    rule_name = models.CharField(max_length=100)
    event_id = models.CharField(max_length=24, db_index=True)
    event_version = models.PositiveIntegerField()
    event = models.JSONField(default=dict)
    by_product = models.BooleanField(default=False, help_text="The event was made by the product, not by a person")
    outcomes = models.JSONField(default=list)
    at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "event_id", "event_version"], name="one_firing_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_name} at {clock.iso(self.at)}"
