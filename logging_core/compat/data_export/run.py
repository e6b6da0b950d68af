"""The export itself: every file in its turn; one that fails is told and does not stop the others."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError

from logging_core.compat.data_export import contents, files
from logging_core.compat.data_export.choice import Chosen
from logging_core.compat.data_export.console import Say
from logging_core.compat.data_export.layout import CruiseFolder, LoweringFolder
from logging_core.compat.data_export.turns import alone
from logging_core.events.models import AuxData
from logging_core.shared import clock
from logging_core.voyages.files import folder_of
from logging_core.voyages.models import Lowering, Voyage

EVENT_FILES: dict[str, Callable[[Voyage], Iterator[str]]] = {
    "eventOnlyExport.json": contents.events,
    "eventOnlyExport.csv": contents.events_csv,
    "auxDataExport.json": contents.aux_data,
    "sealogExport.json": contents.exports,
    "sealogExport.csv": contents.exports_csv,
}
TEMPLATES = "eventTemplates.json"


class Export:
    """Repeatable: run again it makes the folder what the records are now."""

    def __init__(self, chosen: Chosen, say: Say) -> None:
        self._chosen = chosen
        self._say = say
        self._problems: list[str] = []

    def run(self) -> list[str]:
        """Write everything; returns what could not be written, and why."""
        with alone():
            cruise = CruiseFolder(self._chosen.cruise)
            self._cruise(cruise)
            if settings.EXPORT_LAYOUT == "vessel":
                self._events_of_cruise(cruise)
            else:
                for lowering in self._chosen.lowerings:
                    self._lowering(LoweringFolder(cruise, lowering))
        self._tell("Done")
        return self._problems

    def _cruise(self, folder: CruiseFolder) -> None:
        self._tell(f"Exporting cruise {folder.cruise.name} to {folder.path}")
        self._write("cruise record", lambda: files.write(folder.record, contents.record(folder.cruise)))
        self._write("cruise files", lambda: files.mirror(folder.files, uploads(folder.cruise)))

    def _events_of_cruise(self, folder: CruiseFolder) -> None:
        """On a vessel the cruise is the whole; its templates are as they are now."""
        self._events(folder, folder.cruise)
        self._write_templates(folder.file(TEMPLATES))

    def _lowering(self, folder: LoweringFolder) -> None:
        lowering = folder.lowering
        self._tell(f"Exporting lowering {lowering.name} to {folder.path}")
        self._write("lowering record", lambda: files.write(folder.record, contents.record(lowering)))
        self._events(folder, lowering)
        self._templates(folder)
        self._write("lowering files", lambda: files.mirror(folder.files, uploads(lowering)))
        if settings.EXPORT_IMAGES:
            self._write("images", lambda: files.mirror(folder.images, self._images(lowering)))

    def _events(self, folder: CruiseFolder | LoweringFolder, voyage: Voyage) -> None:
        for ending, content in EVENT_FILES.items():
            self._write(ending, partial(files.write, folder.file(ending), content(voyage)))

    def _templates(self, folder: LoweringFolder) -> None:
        """As they were at the first export: later changes are those of other dives."""
        path = folder.file(TEMPLATES)
        if not path.exists() or path.stat().st_size == 0:
            self._write_templates(path)

    def _write_templates(self, path: Path) -> None:
        self._write(TEMPLATES, lambda: files.write(path, contents.templates()))

    def _images(self, lowering: Lowering) -> dict[str, Path]:
        """The pictures that the aux data of the lowering names; those that are not there are told."""
        present = {}
        for name in image_names(lowering):
            source = settings.IMAGES_DIR / name
            if source.is_file():
                present[name] = source
            else:
                self._tell(f"Image {name} is not there")
        return present

    def _write(self, what: str, work: Callable[[], object]) -> None:
        self._tell(f"Writing {what}")
        try:
            work()
        except (OSError, DatabaseError) as problem:
            self._problems.append(f"{what}: {problem}")
            self._tell(f"ERROR {what}: {problem}")

    def _tell(self, text: str) -> None:
        """Clients show what follows the first ` - ` of a line."""
        self._say(f"{clock.iso(clock.now())} - {text}")


def uploads(voyage: Voyage) -> dict[str, Path]:
    return files.files_in(folder_of(voyage.KIND, voyage.id))


def image_names(lowering: Lowering) -> list[str]:
    """Base names of the pictures of a lowering, each once, in the order of the events."""
    found = AuxData.objects.current().filter(
        event__in=contents.events_of(lowering), data_source__in=settings.IMAGE_SOURCES
    )
    names: dict[str, None] = {}
    for values in found.order_by("ordinal").values_list("data_array", flat=True).iterator():
        for element in values:
            if element["data_name"] == "filename" and (name := base_name(element["data_value"])):
                names[name] = None
    return list(names)


def base_name(path: object) -> str:
    """What stands behind the last separator of either kind; empty when that is no name."""
    name = str(path).replace("\\", "/").rpartition("/")[2]
    return "" if name in (".", "..") or "\x00" in name else name
