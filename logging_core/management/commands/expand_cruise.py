"""`manage.py expand_cruise FILE [--base-dir DIR] [--json]`: a cruise definition with everything put in."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand

from logging_core.loggers.definition.loading import load
from logging_core.loggers.parsing.json_text import dumps


class Command(BaseCommand):
    help = "Print a cruise definition with includes, templates and variables put in; ends with 1 on errors."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--base-dir", type=Path, help="where relative paths start and which nothing may leave")
        parser.add_argument("--json", action="store_true", help="one JSON object instead of YAML")

    def handle(self, *args: Any, **options: Any) -> None:
        outcome = load(options["file"], options["base_dir"], check_components=False)
        for problem in [*outcome.errors, *outcome.warnings]:
            self.stderr.write(str(problem))
        if outcome.definition is None:
            sys.exit(1)
        expanded = {"cruise": {}, **outcome.definition.as_dict()}
        text = (
            dumps(expanded) if options["json"] else yaml.safe_dump(expanded, sort_keys=False, allow_unicode=True)
        )
        self.stdout.write(text)
