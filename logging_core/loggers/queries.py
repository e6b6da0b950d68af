"""Which lines of the loggers' log."""

from datetime import datetime
from typing import Any

from django.db import models


class LogQuerySet(models.QuerySet[Any]):
    def matching(
        self,
        source: str = "",
        text: str = "",
        level: int = 0,
        before: int | None = None,
        since: datetime | None = None,
    ) -> "LogQuerySet":
        """Lines of a source (empty: all) that hold a text in any case of letters; `before` is a line's id."""
        rows = self.filter(level__gte=level) if level else self
        if source:
            rows = rows.filter(source=source)
        if text:
            rows = rows.filter(text__icontains=text)
        if before is not None:
            rows = rows.filter(id__lt=before)
        return rows.filter(at__gte=since) if since else rows
