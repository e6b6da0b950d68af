"""Requests, the gaps they are for, the sources they ask, and everything that happened to them."""

from typing import Any

from django.db import models

from monitoring.completion.sources.models import Source
from monitoring.completion.stack.states import GapState, State
from monitoring.inventory.models import NSLC
from monitoring.web.trouble import Outcome
from qualitycontrol.archive import instants
from qualitycontrol.archive.models import Archive


class Request(models.Model):
    """One line of the stack: [start_ns, end_ns) of its gaps' streams. Only `transitions` changes its state."""

    archive = models.ForeignKey(Archive, models.CASCADE)
    start_ns = models.BigIntegerField()
    end_ns = models.BigIntegerField()
    state = models.CharField(max_length=12, choices=[(s, s) for s in State], default=State.NEW)
    reason = models.CharField(max_length=40, blank=True, help_text="Short code")
    message = models.TextField(blank=True)
    failures = models.PositiveIntegerField(default=0, help_text="Tries that failed")
    tries = models.PositiveIntegerField(default=0)
    force = models.BooleanField(default=False, help_text="Fetch although data are there, and replace them")
    filled = models.BooleanField(default=False, help_text="Part of it came")
    multiplexed = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=100, blank=True)
    not_before = models.DateTimeField(null=True, help_text="The next try is not earlier")
    ended_at = models.DateTimeField(null=True)
    worker = models.CharField(max_length=100, blank=True, help_text="Who holds the lease")
    heartbeat = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True, help_text="Without a sign of life until then, the worker is gone")
    stage = models.CharField(max_length=50, blank=True, help_text="What is being done")

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "not_before"]), models.Index(fields=["start_ns"])]

    def __str__(self) -> str:
        return f"{self.pk}: {self.span_text}"

    @property
    def span_text(self) -> str:
        return f"{instants.text(self.start_ns)} to {instants.text(self.end_ns)}"

    @property
    def label(self) -> str:
        """Its stream, or `N.S.*.*` for the channels of a multiplexed station."""
        codes = [gap.nslc.code for gap in self.gaps.all()]
        if self.multiplexed and codes:
            return ".".join([*codes[0].split(".")[:2], "*", "*"])
        return ", ".join(sorted(set(codes)))

    def record(self) -> dict[str, Any]:
        told = {"id": self.pk, "stream": self.label, "state": self.state, "reason": self.reason}
        told |= {"message": self.message, "tries": self.tries, "failures": self.failures, "force": self.force}
        return told | {"start": instants.text(self.start_ns), "end": instants.text(self.end_ns)}


class Gap(models.Model):
    """A gap of one stream that a request is for, as it was found."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="gaps")
    nslc = models.ForeignKey(NSLC, models.CASCADE)
    start_ns = models.BigIntegerField()
    end_ns = models.BigIntegerField()
    state = models.CharField(max_length=12, choices=[(s, s) for s in GapState], default=GapState.NEW)

    class Meta:
        ordering = ["start_ns"]
        indexes = [models.Index(fields=["nslc", "start_ns"])]

    def __str__(self) -> str:
        return f"{self.nslc.code} {instants.text(self.start_ns)} to {instants.text(self.end_ns)}"


class RequestSource(models.Model):
    """One source of a request, and how it ended the last time."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="sources")
    source = models.ForeignKey(Source, models.CASCADE)
    outcome = models.CharField(max_length=12, blank=True, choices=[(o, o) for o in Outcome])
    reason = models.CharField(max_length=40, blank=True)
    message = models.TextField(blank=True)
    asked_at = models.DateTimeField(null=True)
    ahead_with = models.BigIntegerField(
        null=True, help_text="Id of the request whose question, just being asked, takes this one along"
    )
    alone = models.BooleanField(default=False, help_text="A question with those of others in it went wrong")

    class Meta:
        ordering = ["source__priority", "source__name"]
        constraints = [models.UniqueConstraint(fields=["request", "source"], name="source_once_a_request")]
        indexes = [
            models.Index("ahead_with", name="under_way", condition=models.Q(ahead_with__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} from {self.source_id}"


class RequestHistory(models.Model):
    """What happened: a change of state, or one source asked. Rows stay when their request goes."""

    at = models.DateTimeField()
    request = models.ForeignKey(Request, models.SET_NULL, null=True, related_name="history")
    number = models.BigIntegerField(help_text="Id of the request")
    state_from = models.CharField(max_length=12, blank=True)
    state_to = models.CharField(max_length=12, blank=True)
    source = models.CharField(max_length=50, blank=True)
    outcome = models.CharField(max_length=12, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    exit_code = models.IntegerField(null=True, help_text="Of an external program")
    bytes = models.BigIntegerField(null=True)
    seconds = models.FloatField(null=True)
    message = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "request history"
        indexes = [models.Index(fields=["number", "id"])]

    def __str__(self) -> str:
        return f"{self.number}: {self.state_from} -> {self.state_to} {self.source} {self.outcome}"
