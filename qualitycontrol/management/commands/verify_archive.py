"""`manage.py verify_archive NAME`: whether the files of an archive are still what they were."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from qualitycontrol.archive.models import Archive
from qualitycontrol.archive.verifying import DAMAGED, verify

PARTLY, NOTHING = 2, 3


class Command(BaseCommand):
    help = (
        "Compare every known day file with its checksum, which is stored at the first time. Ends with 0, 1 when a "
        "file is damaged, 2 when some could not be compared (scan first), 3 when no file is known."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="name of the archive")
        parser.add_argument("--json", action="store_true", help="give the result as one JSON object")
        parser.add_argument("--dry-run", action="store_true", help="compare, store nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        archive = Archive.objects.filter(name=options["name"]).first()
        if archive is None:
            known = ", ".join(Archive.objects.values_list("name", flat=True)) or "none"
            raise CommandError(f"no archive is named {options['name']!r}; known: {known}")
        result = verify(archive, store=not options["dry_run"])
        if options["json"]:
            self.stdout.write(json.dumps(vars(result)))
        else:
            for path in result.damaged:
                self.stderr.write(f"{path}: {DAMAGED}")
            counts = f"{result.good} good, {result.new} new, {len(result.damaged)} damaged"
            self.stdout.write(f"{archive}: {counts}, {len(result.skipped)} not compared")
        if code := _code(result.damaged, result.skipped, result.good + result.new):
            sys.exit(code)


def _code(damaged: list[str], skipped: list[str], compared: int) -> int:
    if damaged:
        return 1
    if skipped:
        return PARTLY
    return 0 if compared else NOTHING
