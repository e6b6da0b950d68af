"""The one configuration of the completion, and the state of the automatic update."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from logging_core.shared.errors import wrong
from monitoring.completion.sources.models import Source
from monitoring.completion.stack.retry import COUNT, PERIOD, Policy
from monitoring.completion.window import DAILY, HOURLY, Shape
from monitoring.inventory.models import Network, Station
from qualitycontrol.archive.models import Archive

ENCODINGS = ["STEIM1", "STEIM2", "INT_16", "INT_24", "INT_32", "IEEE_FP_SP", "IEEE_FP_DP"]
THE_ONE = 1


class Configuration(models.Model):
    """There is one row. Streams are those of the chosen stations within the chosen networks."""

    name = models.CharField(max_length=100, default="Completion")
    archive = models.ForeignKey(Archive, models.PROTECT, null=True, blank=True, help_text="The final archive")
    networks = models.ManyToManyField(Network, blank=True)
    stations = models.ManyToManyField(Station, blank=True)
    sources = models.ManyToManyField(Source, blank=True)

    blocksize = models.PositiveIntegerField(default=4096, choices=[(512, "512"), (4096, "4096")])
    compression_format = models.CharField(max_length=20, default="STEIM2", choices=[(e, e) for e in ENCODINGS])
    quality_label = models.CharField(max_length=1, default="M", choices=[(q, q) for q in "DRQM"])

    request_lifespan_type = models.CharField(
        max_length=1, default=COUNT, choices=[(COUNT, "number of tries"), (PERIOD, "hours")]
    )
    request_lifespan = models.PositiveIntegerField(default=5, validators=[MinValueValidator(1)])
    n_request = models.PositiveIntegerField(
        default=10, validators=[MinValueValidator(1), MaxValueValidator(100)], help_text="Requests in parallel"
    )
    max_gaps_by_analysis = models.PositiveIntegerField(
        default=10, validators=[MinValueValidator(1)], help_text="With more gaps of a stream they become one"
    )
    join_closer_than = models.FloatField(
        default=10.0, validators=[MinValueValidator(0.0)], help_text="Seconds; gaps closer than this become one"
    )
    granularity_type = models.CharField(max_length=10, default=HOURLY, choices=[(g, g) for g in (HOURLY, DAILY)])
    f_analysis = models.PositiveIntegerField("frequency", default=1, validators=[MinValueValidator(1)])
    w_analysis = models.PositiveIntegerField("length of the window", default=2, validators=[MinValueValidator(1)])
    l_analysis = models.PositiveIntegerField("latency", default=1)
    crontime = models.PositiveIntegerField(
        default=0, validators=[MaxValueValidator(23)], help_text="Hour (UTC) at which a daily update runs"
    )
    catch_up = models.PositiveIntegerField(
        default=48, help_text="After missed updates the window reaches back at most this many units further"
    )
    initialisation = models.BooleanField(default=True, help_text="The wizard opens")
    debug_mode = models.BooleanField(default=True, help_text="Keep fetched files and finished requests")

    class Meta:
        verbose_name_plural = "configuration"
        constraints = [models.CheckConstraint(condition=models.Q(pk=THE_ONE), name="one_configuration")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def the(cls) -> "Configuration":
        """The row, made with its defaults where there is none yet."""
        return cls.objects.select_related("archive").get_or_create(pk=THE_ONE)[0]

    def clean(self) -> None:
        if self.w_analysis < self.f_analysis:
            raise ValidationError({"w_analysis": "The window is at least as long as the frequency."})

    @property
    def final(self) -> Archive:
        """The archive to complete. Raises BadInput while none is configured."""
        if self.archive is None:
            raise wrong("archive", "is not configured yet")
        return self.archive

    @property
    def shape(self) -> Shape:
        return Shape(self.granularity_type, self.f_analysis, self.w_analysis, self.l_analysis, self.crontime)

    @property
    def policy(self) -> Policy:
        pause = min(self.shape.period, timedelta(hours=6))
        return Policy(self.request_lifespan_type, self.request_lifespan, pause)

    def record(self) -> dict[str, Any]:
        plain = [field for field in self._meta.concrete_fields if field.name != "id"]
        return {field.name: getattr(self, field.attname) for field in plain}


class AutomaticUpdate(models.Model):
    """One row: whether updates run by themselves, when the next is due, who is at it, how the last one ended."""

    enabled = models.BooleanField(default=False)
    next_run = models.DateTimeField(null=True)
    covered_until = models.DateTimeField(null=True, help_text="End of the last window that was done")
    owner = models.CharField(max_length=100, blank=True, help_text="Who is at it")
    expires_at = models.DateTimeField(null=True, help_text="Without a sign of life until then, the owner is gone")
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ok = models.BooleanField(null=True)
    result = models.JSONField(default=dict)
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    stage = models.CharField(max_length=50, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=THE_ONE), name="one_automatic_update")]

    def __str__(self) -> str:
        return "on" if self.enabled else "off"

    @classmethod
    def the(cls) -> "AutomaticUpdate":
        return cls.objects.get_or_create(pk=THE_ONE)[0]
