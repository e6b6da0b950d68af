"""How the snapshots are set, and how far they are."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

THE_ONE = 1
LONGEST_INTERVAL_S = 3600
LONGEST_TIMEOUT_MIN = 10_080  # a week


class AsnapService(models.Model):
    """There is one row. What is not set here comes from the environment."""

    interval_s = models.PositiveIntegerField(
        null=True, validators=[MinValueValidator(1), MaxValueValidator(LONGEST_INTERVAL_S)]
    )
    timeout_min = models.PositiveIntegerField(
        null=True, validators=[MaxValueValidator(LONGEST_TIMEOUT_MIN)], help_text="0: never off by itself"
    )
    set_at = models.DateTimeField(null=True, help_text="When somebody set these; the time-out counts from then on")
    set_by = models.CharField(max_length=100, blank=True)
    made_until = models.DateTimeField(null=True, help_text="Every period up to here has its snapshot")
    looked_at = models.DateTimeField(null=True, help_text="The last sign of life of the service")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=THE_ONE), name="one_asnap_service")]

    def __str__(self) -> str:
        return f"every {self.interval} s"

    @classmethod
    def the(cls) -> Self:
        """The row; of two who make it at one moment neither fails."""
        row = cls.objects.filter(pk=THE_ONE).first()
        if row is None:
            cls.objects.bulk_create([cls(pk=THE_ONE)], ignore_conflicts=True)
            row = cls.objects.get(pk=THE_ONE)
        return row

    @property
    def interval(self) -> int:
        """Seconds."""
        return self.interval_s if self.interval_s is not None else settings.ASNAP_INTERVAL

    @property
    def timeout(self) -> timedelta | None:
        """After which it switches itself off; None: never."""
        minutes = self.timeout_min if self.timeout_min is not None else settings.ASNAP_TIMEOUT
        return timedelta(minutes=minutes) if minutes else None

    def record(self) -> dict[str, int]:
        minutes = self.timeout.total_seconds() / 60 if self.timeout else 0
        return {"interval_s": self.interval, "timeout_min": int(minutes)}
