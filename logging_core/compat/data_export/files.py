"""Writing an export so that a reader never sees half a file, and copying what is not there yet."""

import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path


def write(path: Path, parts: Iterable[str]) -> None:
    """Written beside its place and renamed: the old file stays until the new one is whole."""
    draft = path.with_name(f".{path.name}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with draft.open("w", encoding="utf-8", newline="") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def mirror(folder: Path, wanted: Mapping[str, Path]) -> int:
    """Make a folder hold exactly these files (name -> source); gives the number of files copied now."""
    folder.mkdir(parents=True, exist_ok=True)
    for present in folder.iterdir():
        if present.is_file() and present.name not in wanted:
            present.unlink()
    return sum(_copy(source, folder / name) for name, source in wanted.items())


def files_in(folder: Path) -> dict[str, Path]:
    """The files of a folder by name; none when there is no folder."""
    if not folder.is_dir():
        return {}
    return {path.name: path for path in sorted(folder.iterdir()) if path.is_file() and not path.is_symlink()}


def _copy(source: Path, target: Path) -> bool:
    if target.exists() and _same(source, target):
        return False
    draft = target.with_name(f".{target.name}.part")
    shutil.copy2(source, draft)
    draft.replace(target)
    return True


def _same(source: Path, target: Path) -> bool:
    """Size and time tell, as for other tools that keep copies."""
    ours, theirs = source.stat(), target.stat()
    return ours.st_size == theirs.st_size and int(ours.st_mtime) == int(theirs.st_mtime)
