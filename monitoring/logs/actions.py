"""Keeping the log small."""

from datetime import timedelta
from typing import Any

from django.conf import settings

from logging_core.shared import clock
from logging_core.shared.announce import Actor, recorded
from monitoring.logs.models import LogLine
from qualitycontrol.rules import check_admin


def prune() -> int:
    """Lines that are too old or too many; gives how many went."""
    old = LogLine.objects.filter(at__lt=clock.now() - timedelta(days=settings.ARCHIVE_LOG_DAYS))
    gone = old.delete()[0]
    newest = LogLine.objects.order_by("-id")[settings.ARCHIVE_LOG_ROWS :].values_list("id", flat=True).first()
    return gone + (LogLine.objects.filter(id__lte=newest).delete()[0] if newest else 0)


def clean(*, actor: Actor, by: Any, ignore: list[str]) -> int:
    """All lines but those of the loggers in `ignore`."""
    check_admin(by)
    with recorded(actor) as changes:
        gone = LogLine.objects.exclude(logger__in=ignore).delete()[0]
        changes.add("archive", "clean_log", "log", after={"removed": gone, "kept": ignore})
    return gone
