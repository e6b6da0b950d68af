"""`manage.py export_positions`: the way of a vehicle during a lowering."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from logging_core.exchange.package import choice, files
from logging_core.exchange.positions.formats import FORMATS
from logging_core.exchange.positions.tracks import of_lowering
from logging_core.shared.errors import NotFound
from logging_core.voyages.models import Lowering


class Command(BaseCommand):
    help = (
        "Positions of a lowering from the beginning of the descent to the surface, from the aux data of events "
        "or else from stored streams, as CSV, KML or GeoJSON."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("-L", dest="lowering", metavar="LOWERING_ID", help="default: the newest lowering")
        parser.add_argument("-o", dest="file", metavar="FILE", type=Path, help="default: standard output")
        form = parser.add_mutually_exclusive_group()
        form.add_argument("-k", dest="form", action="store_const", const="kml", help="KML line string")
        form.add_argument("-g", dest="form", action="store_const", const="geojson", help="GeoJSON line string")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            text = _text(options["lowering"], options["form"] or "csv")
            if options["file"]:
                files.write(options["file"], text)
            else:
                sys.stdout.writelines(text)
        except (NotFound, OSError) as problem:
            raise CommandError(str(problem)) from problem


def _text(name: str | None, form: str) -> list[str]:
    lowering = choice.newest(Lowering, **({"name": name} if name else {}))
    return list(FORMATS[form].write(of_lowering(lowering)))
