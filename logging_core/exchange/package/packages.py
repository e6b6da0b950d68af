"""The packages there are: bags in the folder of packages, told by what stands in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from logging_core.shared import clock
from logging_core.shared.errors import NotFound
from logging_core.voyages.files import is_plain

TAG = re.compile(r"^([\w-]+): (.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Package:
    """A bag: `kind`, `record` (id) and `title` say of which cruise or lowering; how much it holds."""

    name: str
    path: Path
    kind: str
    record: str
    title: str
    made_at: datetime
    bytes: int
    files: int


def all_packages() -> list[Package]:
    """Newest first."""
    return sorted(_found(), key=lambda package: (package.made_at, package.name), reverse=True)


def named(name: str) -> Package:
    """Raises NotFound; a name never leads out of the folder."""
    package = read(settings.PACKAGES_DIR / name) if is_plain(name) and not name.startswith(".") else None
    if package is None:
        raise NotFound("There is no such package.")
    return package


def read(place: Path) -> Package | None:
    """None when this is no package."""
    try:
        tags = dict(TAG.findall((place / "bag-info.txt").read_text("utf-8")))
        size, _, count = tags["Payload-Oxum"].partition(".")
        made_at = clock.parse(tags["Sealog-Made"])
        return Package(
            name=place.name,
            path=place,
            kind=tags["Sealog-Kind"],
            record=tags["Sealog-Record"],
            title=tags["Sealog-Name"],
            made_at=made_at,
            bytes=int(size),
            files=int(count),
        )
    except (OSError, KeyError, ValueError):
        return None


def _found() -> Iterator[Package]:
    if not settings.PACKAGES_DIR.is_dir():
        return
    for place in settings.PACKAGES_DIR.iterdir():
        if not place.name.startswith(".") and (package := read(place)) is not None:
            yield package
