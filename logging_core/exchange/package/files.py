"""Writing an export so that a reader never sees half a file, and leaving alone what is right already."""

import filecmp
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path


def write(path: Path, parts: Iterable[str]) -> None:
    """Written beside its place and renamed: the old file stays until the new one is whole.

    A file that holds these very bytes already is not touched.
    """
    draft = _draft_of(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with draft.open("w", encoding="utf-8", newline="") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        if not (path.exists() and filecmp.cmp(draft, path, shallow=False)):
            draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def mirror(folder: Path, wanted: Mapping[str, Path], tick: Callable[[], None]) -> None:
    """Make a folder hold exactly these files (name -> source); `tick` is called after each."""
    folder.mkdir(parents=True, exist_ok=True)
    for present in folder.iterdir():
        if present.is_file() and present.name not in wanted:
            present.unlink()
    for name, source in wanted.items():
        _copy(source, folder / name)
        tick()


def files_in(folder: Path) -> dict[str, Path]:
    """The files of a folder by name; none when there is no folder."""
    if not folder.is_dir():
        return {}
    return {path.name: path for path in sorted(folder.iterdir()) if path.is_file() and not path.is_symlink()}


def link(source: Path, target: Path) -> None:
    """The same file in a second place. It takes no room, for it is replaced there and never written into.

    Where the file system cannot do that, it is copied.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _copy(source: Path, target: Path) -> None:
    if target.exists() and _same(source, target):
        return
    draft = _draft_of(target)
    try:
        shutil.copy2(source, draft)
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _draft_of(path: Path) -> Path:
    return path.with_name(f".{path.name[:60]}.part")


def _same(source: Path, target: Path) -> bool:
    """Size and time tell, as for other tools that keep copies."""
    ours, theirs = source.stat(), target.stat()
    return ours.st_size == theirs.st_size and int(ours.st_mtime) == int(theirs.st_mtime)
