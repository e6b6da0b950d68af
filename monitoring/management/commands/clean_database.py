"""`manage.py clean_database [-i MODEL ...]`: forget what was found and requested. The archive is not touched."""

from argparse import ArgumentParser
from typing import Any

from monitoring.commanding import NOTHING, ArchiveCommand, Done
from monitoring.completion import cleaning


class Command(ArchiveCommand):
    help = (
        "Remove requests, gaps, what is known of sources and of the files of the archive, and the working folder; "
        "the archive itself is not touched. Asks first unless --yes is given."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "-i", "--ignore", nargs="+", default=[], metavar="MODEL", choices=list(cleaning.DATABASE)
        )
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def act(self, options: dict[str, Any]) -> Done:
        counts = cleaning.counts(cleaning.DATABASE, options["ignore"])
        data = {"rows": counts, "dry_run": options["dry_run"]}
        total = sum(counts.values())
        if options["dry_run"]:
            return Done(f"{total} rows would be removed", data)
        if not self.sure(options, f"Remove {total} rows?"):
            return Done("Nothing was removed", data, NOTHING)
        cleaning.clean_database(actor=self.actor, by=None, ignore=options["ignore"])
        return Done("Successfully cleaned database", data)
