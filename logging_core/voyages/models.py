"""Cruises and lowerings. Events belong to them by time, never by key (decision 4 of the design)."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from logging_core.shared import clock
from logging_core.shared.models import Record
from logging_core.voyages.queries import VoyageQuerySet


class Voyage(Record):
    """What cruises and lowerings have in common. `meta` keeps every key it was given, known or not."""

    KIND: ClassVar[str]

    name = models.CharField(
        max_length=100, db_index=True, help_text="The name people use, such as FKt230303 or S0492"
    )
    start_ts = models.DateTimeField(db_index=True)
    stop_ts = models.DateTimeField(null=True, blank=True, help_text="Empty while it is still under way")
    location = models.CharField(max_length=500, blank=True)
    tags = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    meta = models.JSONField(default=dict, blank=True)
    hidden = models.BooleanField(default=False)
    access_list = models.ManyToManyField("logging_core.User", blank=True, related_name="+")

    objects = VoyageQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-start_ts"]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_stops_after_start",
                condition=models.Q(stop_ts__isnull=True) | models.Q(stop_ts__gt=models.F("start_ts")),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def access_ids(self) -> list[str]:
        """Ids of those who may see the record although it is hidden (in lists prefetched)."""
        return sorted(user.id for user in self.access_list.all())

    def record(self) -> dict[str, Any]:
        """The record as clients know it: `cruise_id`, `start_ts` ... or `lowering_id` ..."""
        kind = self.KIND
        return {
            "id": self.id,
            f"{kind}_id": self.name,
            "start_ts": clock.iso(self.start_ts),
            "stop_ts": clock.iso_or_none(self.stop_ts),
            f"{kind}_location": self.location,
            f"{kind}_tags": self.tags,
            f"{kind}_hidden": self.hidden,
            f"{kind}_additional_meta": self.meta,
        }


class Cruise(Voyage):
    """One expedition of a vessel."""

    KIND = "cruise"


class Lowering(Voyage):
    """One dive of a vehicle, or one deployment of an instrument, during a cruise."""

    KIND = "lowering"


class Upload(models.Model):
    """A file that was just put into the folder of a record, under the key with which its sender may undo that."""

    key = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=8)
    record_id = models.CharField(max_length=24)
    name = models.CharField(max_length=255)
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.name} of {self.kind} {self.record_id}"
