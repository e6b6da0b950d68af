"""How far a follower has read, and how it is."""

from typing import Any

from django.db import models

from logging_core.shared import clock


class Follower(models.Model):
    """The place of one follower in the journal, and its health."""

    name = models.CharField(primary_key=True, max_length=50)
    epoch = models.CharField(max_length=36, help_text="Which journal `seq` counts in")
    seq = models.BigIntegerField(help_text="The last change that is done with")
    last_success = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    failing_since = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0, help_text="In a row, at the same place")
    next_try_at = models.DateTimeField(null=True)
    careful_to = models.BigIntegerField(default=0, help_text="Changes up to this one are handled one by one")
    skipped = models.PositiveIntegerField(default=0, help_text="Changes it could not handle")
    last_skipped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} at {self.seq}"

    def record(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "seq": self.seq,
            "last_success": clock.iso_or_none(self.last_success),
            "last_error": self.last_error,
            "failing_since": clock.iso_or_none(self.failing_since),
            "failures": self.failures,
            "next_try_at": clock.iso_or_none(self.next_try_at),
            "skipped": self.skipped,
        }
