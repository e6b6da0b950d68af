"""What a package holds besides the layout of existing servers: positions and checklists."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from django.conf import settings

from logging_core.automation.checklists.queries import of_lowering
from logging_core.exchange.package import contents
from logging_core.exchange.package.choice import Chosen
from logging_core.exchange.package.layout import CruiseFolder, LoweringFolder
from logging_core.exchange.package.steps import Step, TextFile
from logging_core.exchange.positions.formats import FORMATS
from logging_core.exchange.positions.tracks import track
from logging_core.shared.errors import NotFound
from logging_core.voyages.models import Lowering, Voyage

ABOUT = {
    "csv": "positions as a table: time (UTC), degrees east, degrees north, metres below the surface",
    "kml": "the same as a line for virtual globes",
    "geojson": "the same as a line for map programs; heights are negative below the surface",
}
ABOUT_CHECKLISTS = "checklists before and after the dive, with who ticked what, and when"


def steps(chosen: Chosen, folder: Path, tell: Callable[[str], None]) -> Iterator[Step]:
    """Each makes a file below `folder`."""
    cruise = CruiseFolder(chosen.cruise)
    if settings.EXPORT_LAYOUT == "vessel":
        yield from _positions(cruise.cruise, folder / f"positions/{cruise.prefix}", tell)
    for lowering in chosen.lowerings:
        prefix = LoweringFolder(cruise, lowering).prefix
        yield from _positions(lowering, folder / f"positions/{prefix}", tell)
        yield from _checklists(lowering, folder / f"checklists/{prefix}")


def _positions(voyage: Voyage, begin: Path, tell: Callable[[str], None]) -> Iterator[Step]:
    try:
        found = track(voyage)
    except NotFound as problem:
        tell(problem.message)
        return
    for form, about in ABOUT.items():
        path = begin.with_name(f"{begin.name}_positions.{form}")
        step = TextFile(f"positions as {form}", path, about, partial(FORMATS[form].write, found))
        step.records = len(found.fixes)
        yield step


def _checklists(lowering: Lowering, begin: Path) -> Iterator[Step]:
    found = of_lowering(lowering)
    if found:
        path = begin.with_name(f"{begin.name}_checklists.json")
        step = TextFile("checklists", path, ABOUT_CHECKLISTS, lambda: contents.as_list(found))
        step.records = len(found)
        yield step
