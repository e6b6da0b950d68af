"""The steps of an export in the layout that existing servers have, and scripts expect (vehicle and vessel)."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from django.conf import settings

from logging_core.exchange.package import contents, files
from logging_core.exchange.package.choice import Chosen
from logging_core.exchange.package.images import image_names
from logging_core.exchange.package.layout import CruiseFolder, LoweringFolder
from logging_core.exchange.package.steps import Copies, FirstListFile, ListFile, RecordFile, Source, Step
from logging_core.voyages.files import folder_of
from logging_core.voyages.models import Lowering, Voyage

EVENT_FILES: dict[str, tuple[Source, Callable, str]] = {
    "eventOnlyExport.json": (contents.events, contents.as_list, "events with their answers, as JSON"),
    "eventOnlyExport.csv": (contents.events, contents.as_table, "the same events as a table"),
    "auxDataExport.json": (contents.aux_data, contents.as_list, "what sensors and cameras said at each event"),
    "sealogExport.json": (contents.events_with_aux_data, contents.as_list, "events with answers and aux data"),
    "sealogExport.csv": (contents.events_with_aux_data, contents.as_table, "the same as a table"),
}
Tell = Callable[[str], None]
ABOUT_IMAGES = "pictures that the aux data names"
TEMPLATES, ABOUT_TEMPLATES = "eventTemplates.json", "the buttons and forms with which events were logged"


def steps(chosen: Chosen, tell: Tell) -> Iterator[Step]:
    """In their order. `tell` hears of what is passed over."""
    folder = CruiseFolder(chosen.cruise)
    yield from _voyage(folder, folder.cruise, tell)
    if settings.EXPORT_LAYOUT == "vessel":
        yield from _events(folder, folder.cruise)
        yield _templates(ListFile, folder, folder.cruise)
    for lowering in chosen.lowerings:
        yield from _lowering(LoweringFolder(folder, lowering), tell)


def _voyage(folder: CruiseFolder | LoweringFolder, voyage: Voyage, tell: Tell) -> Iterator[Step]:
    kind = voyage.KIND
    yield RecordFile(f"{kind} record of {voyage.name}", folder.record, f"the {kind}: times, place, people", voyage)
    about = f"files uploaded to the {kind}"
    yield Copies(f"{kind} files", folder.files, about, partial(files.files_in, folder_of(kind, voyage.id)), tell)


def _events(folder: CruiseFolder | LoweringFolder, voyage: Voyage) -> Iterator[Step]:
    for ending, (source, form, about) in EVENT_FILES.items():
        yield ListFile(ending, folder.file(ending), about, voyage, source, form)


def _lowering(folder: LoweringFolder, tell: Tell) -> Iterator[Step]:
    lowering = folder.lowering
    yield from _voyage(folder, lowering, tell)
    yield from _events(folder, lowering)
    yield _templates(FirstListFile, folder, lowering)
    if settings.EXPORT_IMAGES:
        yield Copies("images", folder.images, ABOUT_IMAGES, partial(_images, lowering), tell)


def _templates(step: type[ListFile], folder: CruiseFolder | LoweringFolder, voyage: Voyage) -> Step:
    path = folder.file(TEMPLATES)
    return step(TEMPLATES, path, ABOUT_TEMPLATES, voyage, contents.templates, contents.as_list)


def _images(lowering: Lowering) -> dict[str, Path]:
    return {name: settings.IMAGES_DIR / name for name in image_names(lowering)}
