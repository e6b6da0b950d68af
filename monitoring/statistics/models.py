"""Daily statistics of each channel, and which channels of an archive are looked at."""

from django.core.exceptions import ValidationError
from django.db import models

from logging_core.shared import clock
from monitoring.inventory.models import NSLC, Network, Station
from qualitycontrol.archive.models import Archive

FIRST_YEAR, LAST_YEAR = 1960, 2200


def this_year() -> int:
    return clock.now().year


class Component(models.Model):
    """Band and instrument of channels (`HH`), and how the pages show them."""

    SHOWN, GROUPED, DISABLED = "component", "other", "disabled"
    VIEWS = [(SHOWN, "by itself"), (GROUPED, 'under "Others"'), (DISABLED, "not at all")]

    name = models.CharField(max_length=2, unique=True)
    view_status = models.CharField(max_length=10, choices=VIEWS, default=SHOWN)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ArchiveMonitoring(models.Model):
    """Which streams and years of an archive are measured."""

    archive = models.OneToOneField(Archive, models.CASCADE, related_name="monitoring")
    networks = models.ManyToManyField(Network, blank=True)
    stations = models.ManyToManyField(Station, blank=True)
    components = models.ManyToManyField(Component, blank=True)
    start_year = models.PositiveIntegerField(default=this_year)
    end_year = models.PositiveIntegerField(default=this_year)

    class Meta:
        verbose_name_plural = "archive monitoring"

    def __str__(self) -> str:
        return f"{self.archive} {self.start_year} to {self.end_year}"

    def clean(self) -> None:
        if not FIRST_YEAR <= self.start_year <= self.end_year <= LAST_YEAR:
            raise ValidationError({"end_year": f"Years lie between {FIRST_YEAR} and {LAST_YEAR}, in order."})


class Stat(models.Model):
    """One channel and UTC day, by the formulas of `qualitycontrol.archive.daily`. Seconds are never rounded.

    `percent` is 0..100 and empty where nothing is expected: outside the epochs, or in the future.
    """

    archive = models.ForeignKey(Archive, models.CASCADE)
    nslc = models.ForeignKey(NSLC, models.CASCADE)
    day = models.DateField()
    expected_s = models.FloatField()
    available_s = models.FloatField()
    percent = models.FloatField(null=True)
    gap_seconds = models.FloatField()
    num_gaps = models.PositiveIntegerField()
    max_gap = models.FloatField()
    num_overlaps = models.PositiveIntegerField()
    sum_overlaps = models.FloatField()
    max_overlap = models.FloatField()
    start_ns = models.BigIntegerField(null=True, help_text="First sample of the day")
    end_ns = models.BigIntegerField(null=True, help_text="End of the last sample of the day")
    num_samples = models.BigIntegerField(default=0)
    num_records = models.BigIntegerField(default=0)
    sample_rates = models.JSONField(default=list)
    record_lengths = models.JSONField(default=list)
    encodings = models.JSONField(default=list)
    qualities = models.JSONField(default=list)
    latency_s = models.FloatField(null=True, help_text="From the last sample to the last change of the file")
    fingerprint = models.CharField(max_length=32, help_text="Of what it was worked out from")
    computed_at = models.DateTimeField()

    class Meta:
        ordering = ["-day", "nslc__code"]
        verbose_name = "daily statistic"
        constraints = [models.UniqueConstraint(fields=["archive", "nslc", "day"], name="statistic_once")]
        indexes = [models.Index(fields=["archive", "day"])]

    def __str__(self) -> str:
        return f"{self.nslc_id} {self.day}"

    @property
    def gap_span(self) -> float:
        """Minutes, as lists show it: whole above one, else to three decimals."""
        return in_minutes(self.gap_seconds)

    @property
    def overlap_span(self) -> float:
        return in_minutes(self.sum_overlaps)


def in_minutes(seconds: float) -> float:
    minutes = seconds / 60
    return float(round(minutes)) if minutes > 1 else round(minutes, 3)
