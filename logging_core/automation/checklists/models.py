"""Templates of checklists, the lists that are gone through, and who ticked what."""

from typing import Any

from django.db import models

from logging_core.shared import clock
from logging_core.shared.definitions import Definition
from logging_core.shared.models import Record


class When(models.TextChoices):
    PRE = "pre", "Before the dive"
    POST = "post", "After the dive"


class ChecklistTemplate(Definition):
    """`items`: `[{"id", "text", "who"}, ...]` in order; `who` names the function that has to sign, or is empty."""

    KIND = "checklist"

    title = models.CharField(max_length=100)
    kind = models.CharField(max_length=4, choices=When)
    items = models.JSONField(default=list)
    in_use = models.BooleanField(default=True)

    class Meta:
        ordering = ["-kind", "ordinal"]

    def __str__(self) -> str:
        return self.title

    def record(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "title": self.title,
            "kind": self.kind,
            "items": self.items,
            "in_use": self.in_use,
        }


class Checklist(Record):
    """A list of one lowering, with the items as they were when it was begun, whatever becomes of the template."""

    title = models.CharField(max_length=100)
    kind = models.CharField(max_length=4, choices=When)
    items = models.JSONField(default=list)
    lowering_uid = models.CharField(max_length=24, db_index=True, help_text="The 24-hex id of the lowering")
    begun_by = models.CharField(max_length=100)
    begun_at = models.DateTimeField(default=clock.now)
    closed_by = models.CharField(max_length=100, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-begun_at", "-ordinal"]

    def __str__(self) -> str:
        return f"{self.title}, {clock.iso(self.begun_at)}"

    def record(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "title": self.title,
            "kind": self.kind,
            "lowering_uid": self.lowering_uid,
            "begun_by": self.begun_by,
            "begun_at": clock.iso(self.begun_at),
            "closed_by": self.closed_by,
            "closed_at": clock.iso_or_none(self.closed_at),
        }


class Tick(models.Model):
    """One item done: by whom, when, and signed with which name where the item asks for one."""

    checklist = models.ForeignKey(Checklist, models.CASCADE, related_name="ticks")
    item_id = models.CharField(max_length=24)
    author = models.CharField(max_length=100)
    author_id = models.CharField(max_length=24, blank=True)
    signed = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["checklist", "item_id"], name="one_tick_an_item")]

    def __str__(self) -> str:
        return f"{self.item_id} by {self.author}"

    def record(self) -> dict[str, Any]:
        return {"item_id": self.item_id, "author": self.author, "signed": self.signed, "at": clock.iso(self.at)}
