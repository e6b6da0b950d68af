"""Named series of values, their samples by day, what these are rolled up to, and how far each spool was stored.

Rows come from `ingest.py`, which knows no Django, and `rollups.py`; people change only label, unit, description.
"""

from typing import Any

from django.db import models
from django.utils import timezone

from logging_core.streams.queries import StreamQuerySet


class Stream(models.Model):
    """One field of one device. `name` is what its values come under and never changes; `label` is for people."""

    id = models.AutoField(primary_key=True)
    name = models.CharField(max_length=200, unique=True)
    label = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=50, blank=True)
    description = models.TextField(blank=True)
    source = models.CharField(max_length=200, blank=True, help_text="data_id of the records it comes in")
    kind = models.CharField(max_length=6, help_text="number or text, as its first value was")
    metadata = models.JSONField(default=dict, blank=True, help_text="What device definitions say of it")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = StreamQuerySet.as_manager()

    class Meta:
        ordering = ["source", "name"]

    def __str__(self) -> str:
        return self.name

    def record(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "label": self.label,
            "unit": self.unit,
            "description": self.description,
            "source": self.source,
            "kind": self.kind,
        }


class StreamLatest(models.Model):
    """The sample of a stream with the latest time."""

    stream = models.OneToOneField(Stream, models.CASCADE, primary_key=True, related_name="latest")
    at = models.DateTimeField()
    number = models.FloatField(null=True)
    text = models.TextField(null=True)

    def __str__(self) -> str:
        return f"{self.stream_id} at {self.at}"


class Sample(models.Model):
    """One value; either `number` or `text` is set. The table is divided by days (`partitions.py`) and has no key
    of its own: two values at the same microsecond are two values.
    """

    pk = models.CompositePrimaryKey("stream_id", "at")
    stream_id = models.IntegerField()
    at = models.DateTimeField()
    number = models.FloatField(null=True)
    text = models.TextField(null=True)

    def __str__(self) -> str:
        return f"{self.stream_id} at {self.at}"


class RollUp(models.Model):
    """The numbers of a stream within one minute (60 `seconds`) or one hour (3600) from `at` on."""

    pk = models.CompositePrimaryKey("stream_id", "seconds", "at")
    stream_id = models.IntegerField()
    seconds = models.SmallIntegerField()
    at = models.DateTimeField()
    least = models.FloatField()
    greatest = models.FloatField()
    total = models.FloatField(help_text="Their sum")
    count = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.stream_id} at {self.at}, {self.seconds} s"


class RollUpDue(models.Model):
    """A mark: samples of this hour were stored since it was rolled up. One for each batch; see `rollups.py`."""

    hour = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.hour)


class SpoolPosition(models.Model):
    """How far a source has been stored; what comes again at or before this position is skipped."""

    source = models.CharField(max_length=200, primary_key=True)
    position = models.BigIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.source}: {self.position}"
