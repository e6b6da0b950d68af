"""Files below one folder, and no other."""

import os
from collections.abc import Iterator
from fnmatch import fnmatchcase
from itertools import count
from pathlib import Path

from logging_core.loggers.yaml_files.limits import LARGEST_FILE, MIB, MOST_INCLUDED_FILES, MOST_NAMES


class Outside(ValueError):
    """A path that leads out of the base folder, by `..`, as an absolute path or through a link."""


class Base:
    """The folder that relative paths start from and that none may leave."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self._real = self.folder.resolve()

    def within(self, path: str, start: Path | None = None) -> Path:
        """The path, taken from `start` when it is relative. Raises Outside."""
        joined = Path(os.path.normpath((start or self.folder) / path))
        if not joined.resolve().is_relative_to(self._real):
            raise Outside(f"{path} lies outside of the base folder {self.folder}")
        return joined

    def matching(self, pattern: str, start: Path | None = None) -> list[Path]:
        """Files that match a path with `*`, `?`, `[...]`, by name. Raises Outside, and ValueError for too many."""
        anchor, parts = self._fixed_part(pattern, start)
        if not parts:
            return [anchor] if anchor.is_file() else []
        found = []
        for path in self._below(anchor, parts, count(1)):
            found.append(self.within(str(path)))
            if len(found) > MOST_INCLUDED_FILES:
                raise ValueError(f"{pattern} matches more than {MOST_INCLUDED_FILES} files")
        return sorted(path for path in found if path.is_file())

    def _below(self, folder: Path, parts: list[str], looked_at: Iterator[int]) -> Iterator[Path]:
        """What fits, folder by folder; other than `Path.glob` it gives up when there is too much to look at."""
        name, *more = parts
        for path in _entries(folder):
            if next(looked_at) > MOST_NAMES:
                raise ValueError(f"there are more than {MOST_NAMES} files and folders to look through")
            if not fnmatchcase(path.name, name):
                continue
            if not more:
                yield path
            elif path.is_dir():
                inside = self.within(str(path)) if path.is_symlink() else path
                yield from self._below(inside, more, looked_at)

    def _fixed_part(self, pattern: str, start: Path | None) -> tuple[Path, list[str]]:
        parts = Path(pattern).parts
        fixed = [part for part in parts if not set(part) & set("*?[")]
        count = next((n for n, part in enumerate(parts) if set(part) & set("*?[")), len(fixed))
        if ".." in parts[count:] or "**" in parts:
            raise ValueError(f"{pattern}: .. behind a wildcard and ** are not allowed")
        return self.within(str(Path(*parts[:count])) if count else ".", start), list(parts[count:])


def _entries(folder: Path) -> list[Path]:
    """None where nothing can be read."""
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def read_text(path: Path) -> str:
    """A text file in UTF-8. Raises ValueError with the cause in words."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as trouble:
        raise ValueError(f"cannot be read: {trouble.strerror}") from None
    if len(content) > LARGEST_FILE:
        raise ValueError(f"is larger than {LARGEST_FILE // MIB} MiB")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        line = content.count(b"\n", 0, trouble.start) + 1
        raise ValueError(f"is not UTF-8 text (line {line})") from None
