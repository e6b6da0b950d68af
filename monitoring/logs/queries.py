"""What was told last."""

from django.db.models import QuerySet

from monitoring.logs.models import LOGGERS, LogLine


def latest(logger: str = "", least_level: int = 0) -> QuerySet[LogLine]:
    """Newest first."""
    lines = LogLine.objects.filter(level__gte=least_level)
    return lines.filter(logger=logger) if logger else lines


def last_actions(each: int = 5) -> list[LogLine]:
    """The last lines of each logger, newest first: what the home page shows."""
    lines = [line for name in LOGGERS for line in latest(name)[:each]]
    return sorted(lines, key=lambda line: line.pk, reverse=True)
