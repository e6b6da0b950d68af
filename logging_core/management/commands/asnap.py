"""`manage.py asnap --start-ts TIME [--stop-ts TIME] [-i SECONDS]`: snapshots for a time gone by."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from logging_core.automation.asnap.actions import back_fill
from logging_core.automation.asnap.models import AsnapService
from logging_core.shared import clock
from logging_core.shared.errors import Refusal


class Command(BaseCommand):
    help = "Make the ASNAP events between two times, whether ASNAP was on or not. Repeated, it makes none twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--start-ts", "--start_ts", required=True, help="ISO time, UTC")
        parser.add_argument("--stop-ts", "--stop_ts", help="ISO time, UTC; now, if it is not given")
        parser.add_argument("-i", "--interval", type=int, help="seconds; what is set, if it is not given")

    def handle(self, *args: Any, **options: Any) -> None:
        start = _time(options["start_ts"], "--start-ts")
        stop = _time(options["stop_ts"], "--stop-ts") if options["stop_ts"] else clock.now()
        interval = options["interval"] if options["interval"] is not None else AsnapService.the().interval
        try:
            result = back_fill(start, stop, interval, self._tell(int(options["verbosity"])))
        except Refusal as refusal:
            raise CommandError(refusal.message) from None
        every = timedelta(seconds=interval)
        self.stdout.write(f"every {every}: " + ", ".join(f"{count} {what}" for what, count in result.items()))

    def _tell(self, verbosity: int) -> Any:
        def tell(done: int, total: int) -> None:
            if verbosity > 1:
                self.stdout.write(f"{done} of {total}")

        return tell


def _time(text: str, option: str) -> Any:
    try:
        return clock.parse(text)
    except ValueError as problem:
        raise CommandError(f"{option} {problem}") from None
