"""The bag (BagIt, RFC 8493): the files of an export with a list of checksums by which anybody can verify them."""

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import bagit
from django.conf import settings

from logging_core.exchange.package import files
from logging_core.exchange.package.steps import Tick
from logging_core.shared import clock

CHECKSUM = "sha512"
MANIFEST = f"manifest-{CHECKSUM}.txt"
PAYLOAD = "data"
MAKING = ".making"


def empty_draft(name: str) -> Path:
    """An empty folder in which a bag is put together, on the same file system as its place."""
    draft = settings.PACKAGES_DIR / MAKING / name
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    return draft


def fill(draft: Path, payload: Mapping[str, Path], tick: Tick) -> None:
    """Put files into the folder under their names in the bag."""
    for name, source in payload.items():
        files.link(source, draft / name)
        tick()


def close(draft: Path, about: Mapping[str, str]) -> None:
    """Make a bag of the folder: its content moves into `data/`, checksums and description come beside it."""
    bagit.make_bag(str(draft), dict(about), checksums=[CHECKSUM])
    for path in draft.iterdir():
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())


def publish(draft: Path, prefix: str) -> tuple[Path, bool]:
    """Give the bag its name, in one step. Where the last one of this name holds the same files, that one stays.

    Returns the bag and whether it is new. Of older ones the newest `PACKAGES_KEPT` stay, this one counted.
    """
    earlier = bags_of(prefix)
    if earlier and _checksums(earlier[0]) == _checksums(draft):
        shutil.rmtree(draft)
        return earlier[0], False
    place = _free_place(prefix)
    draft.rename(place)
    for old in bags_of(prefix)[settings.PACKAGES_KEPT :]:
        remove(old)
    return place, True


def _free_place(prefix: str) -> Path:
    """By the second in which it is made, or the next one that is not taken."""
    moment = clock.now()
    while (place := settings.PACKAGES_DIR / f"{prefix}_{moment:%Y%m%dT%H%M%SZ}").exists():
        moment += timedelta(seconds=1)
    return place


def bags_of(prefix: str) -> list[Path]:
    """The bags of one cruise or lowering, newest first."""
    pattern = f"{_literal(prefix)}_[0-9]*T[0-9]*Z"
    return sorted((path for path in settings.PACKAGES_DIR.glob(pattern) if path.is_dir()), reverse=True)


def remove(place: Path) -> None:
    """Out of sight in one step, so that no part of a bag is ever taken for a whole one."""
    gone = settings.PACKAGES_DIR / MAKING / f"{place.name}.removed"
    shutil.rmtree(gone, ignore_errors=True)
    place.rename(gone)
    shutil.rmtree(gone)


def problems_of(place: Path, tick: Tick) -> Iterator[str]:
    """What is wrong with a bag, file by file; nothing when it is whole."""
    try:
        bag = bagit.Bag(str(place))
        missing, unknown = bag.compare_manifests_with_fs()
    except (bagit.BagError, UnicodeError, OSError) as error:
        yield f"this is no bag, or its lists are damaged: {error}"
        return
    if not list(bag.manifest_files()):
        yield "missing: the list of checksums (manifest-*.txt)"
    yield from (f"missing: {name}" for name in sorted(missing))
    yield from (f"not in the list: {name}" for name in sorted(unknown))
    for name, expected in sorted(bag.entries.items()):
        if name not in missing and (problem := _difference(place / name, expected)):
            yield f"{problem}: {name}"
        tick()


def _difference(path: Path, expected: Mapping[str, str]) -> str:
    """Empty when the file has the expected checksums (name of the algorithm -> checksum)."""
    try:
        same = all(_checksum(path, algorithm) == value.lower() for algorithm, value in expected.items())
    except OSError as problem:
        return f"cannot be read ({problem.strerror})"
    return "" if same else "altered"


def _checksum(path: Path, algorithm: str) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, algorithm).hexdigest()


def _checksums(place: Path) -> set[str]:
    try:
        return set((place / MANIFEST).read_text("utf-8").splitlines())
    except FileNotFoundError:
        return set()


def _literal(name: str) -> str:
    return "".join(f"[{char}]" if char in "[]*?" else char for char in name)
