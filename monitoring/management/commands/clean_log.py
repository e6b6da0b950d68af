"""`manage.py clean_log [-i LOGGER ...]`: remove the log lines."""

from typing import Any

from monitoring.commanding import CleaningCommand
from monitoring.logs import actions
from monitoring.logs.models import LOGGERS, LogLine


class Command(CleaningCommand):
    help = "Remove the lines of all logs but those named. Asks first unless --yes is given."
    names = LOGGERS
    things = "lines"
    done = "Successfully removed all logs"

    def count(self, ignore: list[str]) -> Any:
        return LogLine.objects.exclude(logger__in=ignore).count()

    def clean(self, ignore: list[str]) -> Any:
        return actions.clean(actor=self.actor, by=None, ignore=ignore)
