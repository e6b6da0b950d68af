"""`manage.py update_stats [-c ID]`: bring the daily statistics up to date."""

from argparse import ArgumentParser
from typing import Any

from monitoring.commanding import NOTHING, ArchiveCommand, Done
from monitoring.statistics import actions


class Command(ArchiveCommand):
    help = "Scan the files that changed and work out the statistics of the days they belong to."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("-c", "--config_id", type=int, metavar="ID", help="monitoring setup; else the first")

    def act(self, options: dict[str, Any]) -> Done:
        setup = actions.chosen(options["config_id"])
        data: dict[str, Any] = {"archive": setup.archive.name, "dry_run": options["dry_run"]}
        if options["dry_run"]:
            data["streams"] = len(actions.monitored(setup))
            return Done(f"{data['streams']} streams of {setup} would be looked at", data)
        data["days"] = actions.update_setup(
            actor=self.actor, by=None, setup=setup, tell=lambda done, total: self.say(f"{done}/{total} streams")
        )
        return Done("All statistics are up-to-date", data, 0 if data["days"] else NOTHING)
