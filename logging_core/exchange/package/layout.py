"""Where the files of an export lie, and how they are called: as existing servers do it."""

import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from logging_core.voyages.models import Cruise, Lowering

UNSAFE = re.compile(r"[^\w.+=@,() -]")


def safe(name: str) -> str:
    """A name as part of a file name: no separators, no leading dots, no controls, the same on every system."""
    return UNSAFE.sub("_", name).strip(". ") or "_"


@dataclass(frozen=True)
class CruiseFolder:
    """`ROOT/CRUISE/` with the record of the cruise, the files that were uploaded to it, on a vessel all events."""

    cruise: Cruise

    @property
    def path(self) -> Path:
        return settings.EXPORTS_DIR / safe(self.cruise.name)

    @property
    def prefix(self) -> str:
        return f"{safe(self.cruise.name)}_{safe(settings.VEHICLE_NAME)}"

    @property
    def record(self) -> Path:
        return self.file("cruiseRecord.json")

    @property
    def files(self) -> Path:
        return self.path / "Files"

    def file(self, ending: str) -> Path:
        """`CRUISE_VEHICLE_` and the ending."""
        return self.path / f"{self.prefix}_{ending}"


@dataclass(frozen=True)
class LoweringFolder:
    """`ROOT/CRUISE/LOWERING/` with everything about one lowering."""

    parent: CruiseFolder
    lowering: Lowering

    @property
    def path(self) -> Path:
        name = safe(self.lowering.name)
        if settings.EXPORT_LOWERING_FOLDER == "cruise_lowering":
            name = f"{safe(self.parent.cruise.name)}_{name}"
        return self.parent.path / name

    @property
    def prefix(self) -> str:
        return f"{self.parent.prefix}_{safe(self.lowering.name)}"

    @property
    def record(self) -> Path:
        return self.file("loweringRecord.json")

    @property
    def files(self) -> Path:
        return self.path / "Files"

    @property
    def images(self) -> Path:
        return self.path / "Images"

    def file(self, ending: str) -> Path:
        """`CRUISE_VEHICLE_LOWERING_` and the ending, such as `sealogExport.csv`."""
        return self.path / f"{self.prefix}_{ending}"
