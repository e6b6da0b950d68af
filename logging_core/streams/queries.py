"""Which streams."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q


class StreamQuerySet(models.QuerySet[Any]):
    def named(self, names: Iterable[str]) -> "StreamQuerySet":
        """Those with these names and their latest values; names that no stream has are left out."""
        return self.filter(name__in=list(names)).select_related("latest")

    def matching(self, text: str) -> "StreamQuerySet":
        """Those that hold a text in name, label or device, in any case of letters, with their latest values."""
        rows = self.select_related("latest")
        if text:
            rows = rows.filter(Q(name__icontains=text) | Q(label__icontains=text) | Q(source__icontains=text))
        return rows
