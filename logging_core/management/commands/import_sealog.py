"""`manage.py import_sealog FOLDER|FILE...`: bring in what a Sealog server exported."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from logging_core.exchange.sealog.batch import Run
from logging_core.exchange.sealog.report import Report
from logging_core.exchange.sealog_files import Watch, import_files, nobody
from logging_core.shared.announce import Actor


class Command(BaseCommand):
    help = (
        "Import JSON files exported by a Sealog server: cruises, lowerings, events, aux data, templates, users, "
        "custom variables. Can be repeated; ends with 1 when there were errors."
    )
    requires_system_checks = []  # those of the pages would load them all

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="FOLDER|FILE")
        parser.add_argument("--update", action="store_true", help="change existing records to what the files say")
        parser.add_argument("--dry-run", action="store_true", help="only tell what an import would do")
        parser.add_argument("--json", action="store_true", help="give the result as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        run = Run(Actor("import_sealog", via="command"), update=options["update"], dry_run=options["dry_run"])
        with self._watching(options["json"]) as watch:
            report = import_files(options["paths"], run, watch)
        self._show(report, options["json"])
        if report.errors:
            sys.exit(1)

    @contextmanager
    def _watching(self, silent: bool) -> Iterator[Watch]:
        if silent:
            yield nobody
        elif self.stdout.isatty():
            with _progress() as progress:
                yield _bar(progress)
        else:
            yield self._line

    def _line(self, path: Path, kind: str, done: int, total: int) -> None:
        if done == total:
            self.stdout.write(f"{path}: {total} {kind}")

    def _show(self, report: Report, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(report.as_json()))
            return
        for problem in report.problems:
            self.stderr.write(str(problem))
        if report.errors > len(report.problems):
            self.stderr.write(f"... and {report.errors - len(report.problems)} more errors")
        self.stdout.write("Dry run: nothing was stored.\n" if report.dry_run else "")
        self.stdout.write(report.table())


def _progress() -> Progress:
    columns = [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()]
    return Progress(*columns, console=Console(stderr=True))


def _bar(progress: Progress) -> Watch:
    tasks: dict[Path, TaskID] = {}

    def watch(path: Path, kind: str, done: int, total: int) -> None:
        if path not in tasks:
            tasks[path] = progress.add_task(f"{path.name} ({kind})", total=total)
        progress.update(tasks[path], completed=done)

    return watch
