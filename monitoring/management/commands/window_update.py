"""`manage.py window_update [-s T -e T]`: bring the archive up to date."""

from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from logging_core.shared.errors import wrong
from monitoring import inputs
from monitoring.commanding import NOTHING, OK, PARTLY, ArchiveCommand, Done
from monitoring.completion import update
from monitoring.completion.stack import waiting
from monitoring.completion.stack.models import Request
from monitoring.completion.stack.states import OPEN, State


class Command(ArchiveCommand):
    help = (
        "Ask the sources what they have, find the gaps of the window of analysis (or of the times given), make "
        "requests, hand them to the workers, work out the daily statistics."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("-s", "--window_starttime", metavar="T", help="YYYY-MM-DDTHH:MM:SSZ")
        parser.add_argument("-e", "--window_endtime", metavar="T", help="both times or none")
        parser.add_argument("--wait", action="store_true", help="wait until the requests have had their try")

    def act(self, options: dict[str, Any]) -> Done:
        start, end = options["window_starttime"], options["window_endtime"]
        if bool(start) != bool(end):
            raise wrong("window_endtime", "give both times or none")
        report = update.run(
            actor=self.actor,
            by=None,
            start_ns=inputs.instant(start, "window_starttime") if start else None,
            end_ns=inputs.instant(end, "window_endtime") if end else None,
            dry_run=options["dry_run"],
        )
        data = asdict(report)
        if report.dry_run:
            return Done(f"{report.gaps} gaps; nothing was asked for", data, OK if report.gaps else NOTHING)
        if options["wait"]:
            data["ended"] = self._wait()
            if set(data["ended"]) - {State.SUCCEEDED}:
                return Done(f"Updated archive in part: {data['ended']}", data, PARTLY)
        return Done("Successfully updated archive", data)

    def _wait(self) -> dict[str, int]:
        pks = Request.objects.filter(state__in=OPEN).values_list("pk", flat=True)
        return waiting.work_off(pks, lambda done, total: self.say(f"{done}/{total} requests"))
