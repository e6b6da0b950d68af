"""`manage.py data_export`: everything about a cruise or lowering as files in the export folder."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from logging_core.exchange.package import choice
from logging_core.exchange.package.choice import Chosen
from logging_core.exchange.package.console import stamped
from logging_core.exchange.package.run import Export
from logging_core.shared.errors import Refusal


class Command(BaseCommand):
    help = (
        "Export cruises and lowerings with events, aux data, templates, files and images, as a folder and as a "
        "package (bag) with checksums. Without an option the newest lowering (on a vessel the newest cruise). "
        "Can be repeated; ends with 1 when a file could not be written."
    )

    def create_parser(self, *args: Any, **options: Any) -> CommandParser:
        """`-v` stands alone here, as in the scripts that operators have; Django's own takes a number."""
        return super().create_parser(*args, **options, conflict_handler="resolve")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("-v", dest="tells", action="store_true", help="tell what is done")
        which = parser.add_mutually_exclusive_group()
        which.add_argument("-c", dest="newest_cruise", action="store_true", help="newest cruise, all lowerings")
        which.add_argument("-C", dest="cruise", metavar="CRUISE_ID", help="this cruise, all its lowerings")
        which.add_argument("-L", dest="lowering", metavar="LOWERING_ID", help="this lowering")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            problems = Export(_chosen(options), self._tell if options["tells"] else nothing).run().problems
        except Refusal as problem:
            problems = [problem.message]
        for told in problems:
            self.stderr.write(told)
        if problems:
            sys.exit(1)

    def _tell(self, line: str) -> None:
        self.stdout.write(stamped(line))


def nothing(_line: str) -> None:
    """Without -v only problems are told."""


def _chosen(options: dict[str, Any]) -> Chosen:
    if options["cruise"]:
        return choice.named_cruise(options["cruise"])
    if options["lowering"]:
        return choice.named_lowering(options["lowering"])
    whole_cruise = options["newest_cruise"] or settings.EXPORT_LAYOUT == "vessel"
    return choice.newest_cruise() if whole_cruise else choice.newest_lowering()
