"""`manage.py check_cruise FILE [--base-dir DIR]`: everything that is wrong with a cruise definition, in one go."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from logging_core.loggers.definition.loading import load


class Command(BaseCommand):
    help = "Load, expand and check a cruise definition with its includes; ends with 1 when there are errors."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--base-dir", type=Path, help="where relative paths start and which nothing may leave")

    def handle(self, *args: Any, **options: Any) -> None:
        outcome = load(options["file"], options["base_dir"])
        for problem in [*outcome.errors, *outcome.warnings]:
            self.stderr.write(str(problem))
        if outcome.definition is None:
            self.stderr.write(f"{options['file']}: {len(outcome.errors)} errors")
            sys.exit(1)
        found = outcome.definition
        counts = f"{len(found.loggers)} loggers, {len(found.configs)} configs, {len(found.modes)} modes"
        self.stdout.write(f"{options['file']}: {counts}, default mode {found.default_mode}")
