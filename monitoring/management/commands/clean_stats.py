"""`manage.py clean_stats [-i MODEL ...]`: remove the statistics; they can be worked out again."""

from typing import Any

from monitoring.commanding import CleaningCommand
from monitoring.completion import cleaning


class Command(CleaningCommand):
    help = "Remove the daily statistics. Asks first unless --yes is given."
    names = cleaning.STATISTICS
    done = "Successfully cleaned statistics"

    def count(self, ignore: list[str]) -> Any:
        return cleaning.counts(cleaning.STATISTICS, ignore)

    def clean(self, ignore: list[str]) -> Any:
        return cleaning.clean_statistics(actor=self.actor, by=None, ignore=ignore)
