"""`manage.py scan_archive FOLDER START END [--report]`: what an archive has and what it lacks."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from logging_core.shared.announce import Actor
from logging_core.shared.errors import Refusal
from qualitycontrol.archive import instants, structures
from qualitycontrol.archive.listing import NoArchive
from qualitycontrol.archive.report import Report, report

OK, PARTLY, NOTHING = 0, 2, 3  # an error is 1, as of every command


class Command(BaseCommand):
    help = (
        "Scan the day files of a folder for gaps and overlaps in [START, END). With --report nothing is written, "
        "and one JSON object is printed; without it, what is found is stored. Ends with 0, 1 on an error, 2 when "
        "something could not be read, 3 when there is nothing to scan."
    )
    requires_system_checks = []  # those of the pages would load them all

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="root of the archive")
        parser.add_argument("start", help="ISO 8601, UTC unless it says otherwise: 2024-02-10T00:00:00Z")
        parser.add_argument("end", help="likewise; not included")
        parser.add_argument("--layout", default="SDS", choices=list(structures.LAYOUTS))
        parser.add_argument("--report", action="store_true", help="write nothing, print gaps and overlaps as JSON")
        parser.add_argument("--json", action="store_true", help="without --report: print the summary as JSON")
        parser.add_argument("--dry-run", action="store_true", help="the same as --report")

    def handle(self, *args: Any, **options: Any) -> None:
        start, end = _time("START", options["start"]), _time("END", options["end"])
        if start >= end:
            raise CommandError("END must be after START")
        if options["report"] or options["dry_run"]:
            code = self._report(options["folder"], options["layout"], start, end)
        else:
            code = self._store(options["folder"], options["layout"], start, end, options["json"])
        if code:
            sys.exit(code)

    def _report(self, folder: Path, layout: str, start: int, end: int) -> int:
        try:
            made = report(folder, structures.named(layout), start, end)
        except NoArchive as problem:
            raise CommandError(str(problem)) from None
        for problem_of_file in made.problems:
            self.stderr.write(problem_of_file)
        self.stdout.write(json.dumps(made.as_json()))
        return _code(made)

    def _store(self, folder: Path, layout: str, start: int, end: int, as_json: bool) -> int:
        from qualitycontrol.archive import actions

        actor = Actor("scan_archive", via="command")
        try:
            archive = actions.archive_at(actor=actor, root=str(folder.resolve()), layout=layout)
            scan = actions.rescan(actor=actor, archive=archive, start_ns=start, end_ns=end)
        except Refusal as refusal:
            raise CommandError(refusal.message) from None
        summary = actions.summary(scan)
        self.stdout.write(json.dumps(summary) if as_json else actions.told(scan))
        return {scan.FAILED: 1, scan.PARTIAL: PARTLY}.get(scan.state, OK if scan.files else NOTHING)


def _code(made: Report) -> int:
    if made.unread:
        return PARTLY
    return OK if made.files else NOTHING


def _time(name: str, text: str) -> int:
    try:
        return instants.parse(text)
    except ValueError as problem:
        raise CommandError(f"{name} {problem}, not {text!r}") from None
