"""How long lines of the log and commands of loggers are kept."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models

from logging_core.loggers.models import LoggerCommand, LoggerLog
from logging_core.shared import clock

AT_ONCE = 10_000  # rows; so that no transaction is long


def delete_old_lines() -> int:
    """Those over the age set. Commands that wait are kept, however old."""
    before = clock.now() - timedelta(days=settings.LOGGER_LOG_DAYS)
    return _delete(LoggerLog.objects.all(), before) + _delete(
        LoggerCommand.objects.filter(done_at__isnull=False), before
    )


def _delete(rows: models.QuerySet[Any], before: datetime) -> int:
    old = rows.filter(at__lt=before).order_by("pk").values("pk")
    deleted = 0
    while count := rows.model.objects.filter(pk__in=old[:AT_ONCE]).delete()[0]:
        deleted += count
    return deleted
