"""Custom variables: named values that people, scripts and services share."""

from typing import Any

from django.db import models

from logging_core.shared.models import Record

ASNAP_STATUS = "asnapStatus"
FREE_BYTES = "freeSpaceInBytes"
FREE_PERCENT = "freeSpacePercentage"


class CustomVariable(Record):
    """A value under a name, as text."""

    name = models.CharField(max_length=100, unique=True)
    value = models.TextField(blank=True)

    class Meta:
        ordering = ["ordinal"]

    def __str__(self) -> str:
        return f"{self.name} = {self.value}"

    def record(self) -> dict[str, Any]:
        return {"id": self.id, "custom_var_name": self.name, "custom_var_value": self.value}
