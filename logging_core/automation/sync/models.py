"""Which version of a record is here, whom it is exchanged with, and what did not fit."""

import re
import secrets
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from logging_core.shared import clock, named_secrets
from logging_core.shared.models import Record

KINDS = ("cruise", "lowering", "template", "event", "aux_data")
TO_SEALOG = ("cruise", "lowering", "event", "aux_data")
INSTANCE = re.compile(r"[0-9a-f]{12}")


def new_instance_id() -> str:
    return secrets.token_hex(6)


def all_kinds() -> list[str]:
    return list(KINDS)


class SyncInstance(models.Model):
    """Who we are among the others, and how far the journal has been looked through for new versions. One row."""

    instance_id = models.CharField(max_length=12, default=new_instance_id)
    seq = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.instance_id} at {self.seq}"


class SyncStamp(models.Model):
    """The version of a record that is here (docs/decisions/0014).

    `time`: microseconds since 1970 of its making, above those of all versions it was made from. `origin`: the
    instance that made it. `seen`: of each origin the last version that went into it. `seq`: the change of our
    journal that it came with. `heard_from`: the instance that has it whole because we have it from there.
    """

    kind = models.CharField(max_length=10)
    record_id = models.CharField(max_length=24)
    time = models.BigIntegerField()
    origin = models.CharField(max_length=12)
    seen = models.JSONField(default=dict)
    seq = models.BigIntegerField(db_index=True)
    heard_from = models.CharField(max_length=12, blank=True)
    gone = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "record_id"], name="one_stamp_a_record")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id} of {self.origin} at {self.time}"


class Speech(models.TextChoices):
    OURS = "ours", "an instance of this product"
    SEALOG = "sealog", "another Sealog server"


class SyncPeer(Record):
    """Another instance. With a `url` we call it; without one it calls us."""

    name = models.SlugField(max_length=40, unique=True)
    url = models.URLField("address", max_length=300, blank=True)
    speech = models.CharField("what it is", max_length=8, choices=Speech, default=Speech.OURS)
    gives = models.BooleanField("we give it our changes", default=True)
    takes = models.BooleanField("we take its changes", default=True)
    kinds = ArrayField(models.CharField(max_length=10), default=all_kinds)
    read_only = models.BooleanField(
        "read-only copy", default=False, help_text="Records of these kinds cannot be changed here, only there"
    )
    enabled = models.BooleanField(default=True)
    every_s = models.PositiveIntegerField(
        "look for changes every (s)", default=5, help_text="Ours are sent within a second or two in any case"
    )
    bytes_per_s = models.PositiveIntegerField(
        "limit (bytes/s)", null=True, blank=True, help_text="Both ways together; empty: none"
    )
    echo_account = models.CharField(
        "its account here",
        max_length=100,
        blank=True,
        help_text="What this account changes here came from there and is not sent back (other Sealog servers)",
    )

    instance_id = models.CharField(max_length=12, blank=True, editable=False)
    account = models.CharField(max_length=24, blank=True, editable=False, help_text="By which it calls us")

    # --- how far, and how it goes: written as it goes, without entries in the journal --------------------------
    given_to = models.CharField(max_length=100, blank=True, editable=False, help_text="Place in our journal")
    taken_to = models.CharField(
        max_length=100, blank=True, editable=False, help_text="Place in theirs, by our calls"
    )
    heard_to = models.CharField(
        max_length=100, blank=True, editable=False, help_text="Place in theirs, by their calls"
    )
    asked_to = models.CharField(
        max_length=100, blank=True, editable=False, help_text="Place in ours, by their calls"
    )
    anew = models.BooleanField(default=False, editable=False, help_text="It takes our next place, whatever it had")
    lost = models.BooleanField(default=False, editable=False, help_text="We were restored and miss what we had")
    last_contact_at = models.DateTimeField(null=True, editable=False)
    last_equal_at = models.DateTimeField(null=True, editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)
    problem = models.TextField(blank=True, editable=False)
    next_at = models.DateTimeField(null=True, editable=False)
    at_a_time = models.PositiveIntegerField(default=100, editable=False)
    records_out = models.BigIntegerField(default=0, editable=False)
    records_in = models.BigIntegerField(default=0, editable=False)
    bytes_out = models.BigIntegerField(default=0, editable=False)
    bytes_in = models.BigIntegerField(default=0, editable=False)
    rate = models.FloatField(default=0, editable=False, help_text="Bytes/s of the last exchange")
    waiting_in = models.BigIntegerField(default=0, editable=False)
    oldest_in_at = models.DateTimeField(null=True, editable=False)
    ahead_ms = models.BigIntegerField(default=0, editable=False, help_text="Its clock against ours")

    class Meta:
        ordering = ["name"]
        verbose_name = "sync peer"

    def __str__(self) -> str:
        return self.name

    @property
    def secret_name(self) -> str:
        """The environment variable that holds the token."""
        return named_secrets.PREFIX + self._secret

    @property
    def token(self) -> str:
        """Raises Refusal while this process was not given it."""
        return named_secrets.secret(self._secret)

    @property
    def _secret(self) -> str:
        return re.sub(r"[^A-Z0-9]", "_", self.name.upper())

    def record(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "url": self.url,
            "speech": self.speech,
            "gives": self.gives,
            "takes": self.takes,
            "kinds": self.kinds,
            "read_only": self.read_only,
            "enabled": self.enabled,
            "every_s": self.every_s,
            "bytes_per_s": self.bytes_per_s,
            "echo_account": self.echo_account,
        }


class Matter(models.TextChoices):
    CONFLICT = "conflict", "changed on both sides"
    SOURCE = "source", "two records of one source at one event"
    NAME = "name", "two records under one name"


class SyncConflict(models.Model):
    """Something both sides did. The rule decided; what lost is kept here whole, for people to look at."""

    at = models.DateTimeField(default=clock.now)
    peer = models.CharField(max_length=40)
    matter = models.CharField(max_length=8, choices=Matter)
    kind = models.CharField(max_length=10)
    record_id = models.CharField(max_length=24)
    told = models.TextField()
    lost_version = models.CharField(max_length=40, blank=True, help_text="Time and origin of what gave way")
    kept = models.JSONField(null=True)
    lost = models.JSONField(null=True)
    seen_by = models.CharField(max_length=100, blank=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.told


class SyncHeld(models.Model):
    """A record that could not be stored (or sent). The others went on; this one is tried again now and then."""

    peer = models.ForeignKey(SyncPeer, on_delete=models.CASCADE, related_name="held")
    outgoing = models.BooleanField(default=False)
    kind = models.CharField(max_length=10)
    record_id = models.CharField(max_length=24)
    wire = models.JSONField(null=True)
    problem = models.TextField()
    since = models.DateTimeField(default=clock.now)
    tries = models.PositiveIntegerField(default=1)
    next_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["peer", "outgoing", "kind", "record_id"], name="held_once_a_peer")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id}: {self.problem}"
