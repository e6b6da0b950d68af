"""`manage.py export_availability [NAME]`: what an archive has, as the FDSN service tells it."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from logging_core.shared.errors import wrong
from monitoring.commanding import NOTHING, ArchiveCommand, Done
from monitoring.serving.availability.exporting import FORMATS, Export, export

NO_DATA = "The archive has no data for this"


class Command(ArchiveCommand):
    help = (
        "Write the contiguous spans of an archive, as they were when it was last scanned. `--format request` is a "
        "body for dataselect. --json without -o gives the spans as one JSON object, with -o a summary."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("name", nargs="?", default="", help="name of the archive; else the one completed here")
        parser.add_argument("--starttime", metavar="T", help="YYYY-MM-DDTHH:MM:SSZ; spans are cut to the times")
        parser.add_argument("--endtime", metavar="T", help="not included")
        parser.add_argument(
            "--nslc_list", nargs="+", default=["*.*.*.*"], metavar="N.S.L.C", help="? and * for any"
        )
        parser.add_argument("--format", choices=FORMATS, help="text, if not told; json with --json")
        parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="else to standard output")

    def act(self, options: dict[str, Any]) -> Done:
        form = _form(options)
        times = {name: options[name] for name in ("starttime", "endtime") if options[name]}
        made = export(archive=options["name"], streams=options["nslc_list"], told={"format": form, **times})
        told = {"archive": made.archive, "spans": made.spans, "format": form, "dry_run": options["dry_run"]}
        if not made.spans:
            return self._nothing(told)
        if options["dry_run"]:
            return Done(f"{made.spans} spans of {made.archive} would be exported", told)
        if options["output"]:
            _write(options["output"], made)
            return Done(f"Successfully exported {made.spans} spans of {made.archive}", told)
        return Done(made.text.rstrip("\n"), json.loads(made.text) if self.as_json else {})

    def _nothing(self, told: dict[str, Any]) -> Done:
        """Words for people go to standard error: a program may be reading standard output."""
        if not self.as_json:
            raise CommandError(NO_DATA, returncode=NOTHING)
        return Done(NO_DATA, told, NOTHING)


def _form(options: dict[str, Any]) -> str:
    form: str = options["format"] or ("json" if options["json"] and not options["output"] else "text")
    if options["json"] and not options["output"] and form != "json":
        raise wrong("format", "is json with --json; for another one give -o FILE")
    return form


def _write(path: Path, made: Export) -> None:
    try:
        path.write_text(made.text, encoding="utf-8")
    except OSError as problem:
        raise wrong("output", f"can not be written: {problem.strerror}") from None
