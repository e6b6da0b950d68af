"""`manage.py init_setup FILE [--nslc_file F] [--source_file F]`: configure everything from files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from logging_core.shared.errors import wrong
from monitoring.commanding import ArchiveCommand, Done
from monitoring.completion.setup import applying, reading


class Command(ArchiveCommand):
    help = (
        "Read archive, configuration, monitoring and sources from a YAML, JSON or XML file, and streams from a "
        "list NET|STA|LOC|CHA. Can be repeated: what is there already is brought to what the files say."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("config_file", type=Path)
        told = "list NET|STA|LOC|CHA, or StationXML, dataless SEED, RESP, SC3ML"
        parser.add_argument("--nslc_file", type=Path, help=told)
        parser.add_argument("--source_file", type=Path, help="sources in a file of their own")

    def act(self, options: dict[str, Any]) -> Done:
        told = reading.read(options["config_file"])
        if options["source_file"]:
            told["sources"] = reading.read(options["source_file"]).get("sources", [])
        nslc = options["nslc_file"]
        if nslc and not nslc.is_file():
            raise wrong("nslc_file", f"{nslc} is not there")
        summary = applying.apply(actor=self.actor, told=told, nslc=nslc, dry_run=options["dry_run"])
        words = ", ".join(f"{count} {name}" for name, count in summary.items())
        done = "would be set up" if options["dry_run"] else "set up"
        return Done(f"{words}: {done}", {"set_up": summary, "dry_run": options["dry_run"]})
