"""The files of an archive, and which folders could not be listed."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from qualitycontrol.archive.structures import Layout, Name


class NoArchive(Exception):
    """The root cannot be listed: not there, no folder, not readable, a mount that is gone."""


@dataclass(frozen=True)
class Found:
    """One file of the layout: its path relative to the root, what its name says, size and time of change."""

    path: str
    name: Name
    size: int
    mtime_ns: int


@dataclass
class Listing:
    """Everything below a root. `unlisted`: folders and files nothing is known of, by path, with the cause."""

    root: Path
    files: list[Found] = field(default_factory=list)
    unlisted: dict[str, str] = field(default_factory=dict)

    def knows(self, path: str) -> bool:
        """Whether the listing would hold this file if it were there."""
        parents = {str(parent) for parent in PurePath(path).parents}
        return path not in self.unlisted and parents.isdisjoint(self.unlisted)


def listing(root: Path, layout: Layout) -> Listing:
    """Files whose names are of the layout. Hidden folders are passed by; symbolic links are not followed."""
    found = Listing(Path(os.path.realpath(root)))
    try:
        entries = list(os.scandir(found.root))
    except OSError as problem:
        raise NoArchive(f"{root}: {problem.strerror}") from None
    for path, entry in _walk(found, "", entries):
        name = layout.read(PurePath(path))
        if name is not None:
            _add(found, path, name, entry)
    return found


def _walk(found: Listing, folder: str, entries: list[os.DirEntry[str]]) -> Iterator[tuple[str, os.DirEntry[str]]]:
    for entry in sorted(entries, key=lambda entry: entry.name):
        path = f"{folder}{entry.name}"
        if entry.name.startswith("."):
            continue
        if entry.is_symlink():
            found.unlisted[path] = "is a symbolic link, which is not followed"
        elif entry.is_dir(follow_symlinks=False):
            try:
                inside = list(os.scandir(entry.path))
            except OSError as problem:
                found.unlisted[path] = str(problem.strerror)
                continue
            yield from _walk(found, f"{path}/", inside)
        elif entry.is_file(follow_symlinks=False):
            yield path, entry


def _add(found: Listing, path: str, name: Name, entry: os.DirEntry[str]) -> None:
    try:
        known = entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return  # gone since the folder was listed
    except OSError as problem:
        found.unlisted[path] = str(problem.strerror)
        return
    found.files.append(Found(path, name, known.st_size, known.st_mtime_ns))


def found(root: Path, relative: PurePath, layout: Layout) -> Found | None:
    """One file of an archive as it is now; None when it is gone or no file of the layout."""
    name = layout.read(relative)
    if name is None:
        return None
    try:
        known = (root / relative).lstat()
    except FileNotFoundError:
        return None
    return Found(relative.as_posix(), name, known.st_size, known.st_mtime_ns)
