"""Imported StationXML files, kept as they came: a folder of files that are named by their checksum."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from logging_core.shared import clock
from monitoring.inventory.models import MetadataFile


@dataclass(frozen=True)
class Kept:
    """A file that is to be kept."""

    data: bytes
    name: str = ""

    def stored(self, by: str) -> MetadataFile:
        """On disk first, so that no row is without its file. The same file twice is one row."""
        checksum = hashlib.sha256(self.data).hexdigest()
        _write(place(checksum), self.data)
        told = {
            "name": Path(self.name).name[:255],
            "size": len(self.data),
            "imported_at": clock.now(),
            "imported_by": by,
        }
        return MetadataFile.objects.get_or_create(checksum=checksum, defaults=told)[0]


def place(checksum: str) -> Path:
    return settings.DATA_DIR / "metadata" / f"{checksum}.xml"


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)
