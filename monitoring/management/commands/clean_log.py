"""`manage.py clean_log [-i LOGGER ...]`: remove the log lines."""

from argparse import ArgumentParser
from typing import Any

from monitoring.commanding import NOTHING, ArchiveCommand, Done
from monitoring.logs import actions
from monitoring.logs.models import LOGGERS, LogLine


class Command(ArchiveCommand):
    help = "Remove the lines of all logs but those named. Asks first unless --yes is given."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("-i", "--ignore", nargs="+", default=[], metavar="LOGGER", choices=LOGGERS)
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def act(self, options: dict[str, Any]) -> Done:
        count = LogLine.objects.exclude(logger__in=options["ignore"]).count()
        data = {"lines": count, "dry_run": options["dry_run"]}
        if options["dry_run"]:
            return Done(f"{count} lines would be removed", data)
        if not self.sure(options, f"Remove {count} log lines?"):
            return Done("Nothing was removed", data, NOTHING)
        data["lines"] = actions.clean(actor=self.actor, by=None, ignore=options["ignore"])
        return Done("Successfully removed all logs", data)
