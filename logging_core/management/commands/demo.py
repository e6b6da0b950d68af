"""`manage.py demo`: fill an empty installation with the demonstration; `--live` keeps it alive."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from logging_core.demo import filling, live, people, seismic

REFUSAL = (
    "This installation has accounts and is no demonstration (SEALOG_DEMO). Use --force to fill it all the same."
)


class Command(BaseCommand):
    help = "Fill an empty installation with an invented cruise; does nothing when it is there already."
    requires_system_checks = []  # those of the pages would load them all

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--live", action="store_true", help="keep logging and measuring until ended")
        parser.add_argument("--force", action="store_true", help="fill an installation that is in use")

    def handle(self, *args: Any, **options: Any) -> None:
        if not filling.is_filled():
            if filling.has_accounts() and not settings.DEMO and not options["force"]:
                raise CommandError(REFUSAL)
            filling.fill()
        if settings.DEMO and not options["live"]:
            seismic.make()
        self.stdout.write(people.HELP)
        if options["live"]:
            live.run()
