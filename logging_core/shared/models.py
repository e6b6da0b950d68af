"""The base of every record, and the journal that holds every change of every record."""

import uuid

from django.db import models

from logging_core.shared.ids import new_id


class Record(models.Model):
    """A row known outside by its 24-hex id; `ordinal` keeps the order in which rows were stored."""

    ordinal = models.BigAutoField(primary_key=True)
    id = models.CharField(max_length=24, unique=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class FeedHead(models.Model):
    """The number of the last change. Its row lock is what makes the numbers gap-safe (decision 2)."""

    epoch = models.UUIDField(default=uuid.uuid4, editable=False)
    seq = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.epoch} at {self.seq}"


class Change(models.Model):
    """One change of one record: who, when, what before and after. Rows are added, never changed.

    The same rows are the audit trail, the history of a record and the feed that pages follow.
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=100, help_text="Name of who did it")
    actor_id = models.CharField(max_length=24, blank=True, help_text="Account, when it was one")
    via = models.CharField(max_length=20, help_text="Door it came through: page, api, task, command")
    kind = models.CharField(max_length=20)
    verb = models.CharField(max_length=20)
    record_id = models.CharField(max_length=24)
    version = models.PositiveIntegerField(default=1)
    reason = models.TextField(blank=True)
    restricted = models.BooleanField(default=False, help_text="For admins only: hidden or protected records")
    quiet = models.BooleanField(
        default=False, help_text="Our pages show it; existing Sealog clients are not told of it"
    )
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "record_id", "seq"])]
        ordering = ["seq"]

    def __str__(self) -> str:
        return f"{self.seq}: {self.actor} {self.verb} {self.kind} {self.record_id}"
