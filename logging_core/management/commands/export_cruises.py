"""`manage.py export_cruises`: the table of cruises as a file, once or after each change."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from logging_core.exchange import cruise_table


class Command(BaseCommand):
    help = (
        "Write the table of all cruises, hidden ones too, as CSV (what GET /cruises?format=csv answers an admin). "
        "With -s again after each change of a cruise, until it is stopped."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("-o", dest="file", metavar="FILE", type=Path, help="default: standard output")
        parser.add_argument("-s", dest="follows", action="store_true", help="write it again after each change")

    def handle(self, *args: Any, file: Path | None, follows: bool, **options: Any) -> None:
        if follows and file is None:
            raise CommandError("-s needs -o FILE.")
        try:
            if file is None:
                sys.stdout.writelines(cruise_table.parts())
            elif follows:
                cruise_table.keep(file)
            else:
                cruise_table.write(file)
        except OSError as problem:
            raise CommandError(str(problem)) from problem
        except KeyboardInterrupt:
            return
