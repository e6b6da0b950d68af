"""`manage.py verify_package FOLDER`: whether a package is as it was made, wherever it was copied to."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from logging_core.exchange.package import bag


class Command(BaseCommand):
    help = (
        "Compare the files of a package (or of any other bag) with its list of checksums. Names each file that is "
        "missing, altered or not in the list; ends with 1 when there is one."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER", help="the folder that holds bagit.txt")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        found = False
        for problem in bag.problems_of(folder, lambda: None):
            found = True
            self.stderr.write(problem)
        if found:
            sys.exit(1)
        self.stdout.write(f"{folder.name} is whole.")
