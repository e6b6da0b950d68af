"""`manage.py clean_database [-i MODEL ...]`: forget what was found and requested. The archive is not touched."""

from typing import Any

from monitoring.commanding import CleaningCommand
from monitoring.completion import cleaning


class Command(CleaningCommand):
    help = (
        "Remove requests, gaps, what is known of sources and of the files of the archive, and the working folder; "
        "the archive itself is not touched. Asks first unless --yes is given."
    )
    names = cleaning.DATABASE
    done = "Successfully cleaned database"

    def count(self, ignore: list[str]) -> Any:
        return cleaning.counts(cleaning.DATABASE, ignore)

    def clean(self, ignore: list[str]) -> Any:
        return cleaning.clean_database(actor=self.actor, by=None, ignore=ignore)
