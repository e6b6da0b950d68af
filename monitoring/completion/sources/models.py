"""Sources, what they say they have, and how well they were."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from monitoring.completion.sources import kinds
from monitoring.completion.sources.kind import Kind
from monitoring.inventory.models import NSLC

LEAST_PRIORITY = 19  # the highest niceness there is


class Source(models.Model):
    """Somebody who may have missing data. Priority 1 is asked first."""

    LEVELS = [(1, "error"), (2, "warning"), (3, "debug")]

    name = models.CharField(max_length=50, unique=True, help_text="Blanks become underscores")
    priority = models.PositiveIntegerField(default=1, validators=[MinValueValidator(1)], help_text="1 is the best")
    kind = models.CharField(max_length=20, choices=kinds.choices)
    parameters = models.JSONField(
        default=dict, blank=True, help_text="What the kind of source needs; secrets stand in the environment"
    )
    limit_rate = models.PositiveIntegerField(default=0, help_text="kB/s for all workers together; 0 is no limit")
    connections = models.PositiveIntegerField(
        default=4, validators=[MinValueValidator(1), MaxValueValidator(64)], help_text="At the same time, at most"
    )
    cpu_limit = models.PositiveIntegerField(
        default=100,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="Per cent; below 100 an external program runs with low priority",
    )
    log_level = models.PositiveSmallIntegerField(choices=LEVELS, default=3)
    availability = models.BooleanField(
        default=True, help_text="Off: not asked what it has; it counts as having data at all times"
    )
    nslc = models.ManyToManyField(NSLC, blank=True, related_name="sources", verbose_name="NSLC")

    is_online = models.BooleanField(default=True, editable=False)
    last_checked = models.DateTimeField(null=True, editable=False)
    last_ok = models.DateTimeField(null=True, editable=False)
    last_error = models.TextField(blank=True, editable=False)
    consecutive_failures = models.PositiveIntegerField(default=0, editable=False)
    paused_until = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["priority", "name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name = "_".join(self.name.split())
        super().save(*args, **kwargs)

    @property
    def plugin(self) -> Kind:
        """What talks to it. Raises BadInput when its stored parameters are wrong."""
        return kinds.make(self.kind, self.parameters)

    @property
    def niceness(self) -> int:
        """Of its external program: 0 at 100 per cent, 19 at 1. It is no cap: an idle machine gives more."""
        return round((100 - self.cpu_limit) * LEAST_PRIORITY / 99)

    def record(self) -> dict[str, Any]:
        names = (
            "name",
            "priority",
            "kind",
            "parameters",
            "limit_rate",
            "connections",
            "cpu_limit",
            "log_level",
            "availability",
        )
        return {name: getattr(self, name) for name in names}


class SourceAvailability(models.Model):
    """One span in which the source says it has data. Spans of a stream never overlap: they are stored merged."""

    source = models.ForeignKey(Source, models.CASCADE)
    nslc = models.ForeignKey(NSLC, models.CASCADE)
    start_ns = models.BigIntegerField()
    end_ns = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["nslc", "source", "start_ns"])]

    def __str__(self) -> str:
        return f"{self.source_id} {self.nslc_id} [{self.start_ns}, {self.end_ns})"


class SourceInventory(models.Model):
    """Up to when what a source says about a stream is known, and whether it could say anything."""

    source = models.ForeignKey(Source, models.CASCADE)
    nslc = models.ForeignKey(NSLC, models.CASCADE)
    start_ns = models.BigIntegerField()
    end_ns = models.BigIntegerField()
    checked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "nslc"], name="inventory_once")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.nslc_id} at {self.checked_at}"


class SourceAvailabilityStat(models.Model):
    """Seconds of data a source said it had on one day."""

    source = models.ForeignKey(Source, models.CASCADE)
    nslc = models.ForeignKey(NSLC, models.CASCADE)
    day = models.DateField()
    data_avail = models.FloatField(help_text="Seconds")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "nslc", "day"], name="available_once_a_day")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.nslc_id} {self.day}: {self.data_avail} s"


class SourceOnlineStat(models.Model):
    """How often a source was found offline on one day."""

    source = models.ForeignKey(Source, models.CASCADE)
    day = models.DateField()
    daily_failure = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "day"], name="online_once_a_day")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.day}: {self.daily_failure}"


class LocalFile(models.Model):
    """What a file of a local source held when it had this size and time of change."""

    path = models.CharField(max_length=1000, unique=True)
    size = models.BigIntegerField()
    mtime_ns = models.BigIntegerField()
    spans = models.JSONField(default=dict, help_text="By stream, [[start_ns, end_ns], ...]")

    def __str__(self) -> str:
        return self.path
