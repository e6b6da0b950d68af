"""Files of an archive, changed so that readers find the old one or the new one, and never outside the root."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path

TRASH = ".trash"


class Refused(Exception):
    """Why a file of the archive was not changed. The archive is as it was."""


def checked(root: Path, relative: Path) -> Path:
    """The full path, when nothing on the way to it is a symbolic link or leads out of the root."""
    if relative.is_absolute() or ".." in relative.parts:
        raise Refused(f"{relative} leads out of the archive")
    path = Path(os.path.realpath(root))
    for part in relative.parts:
        path = path / part
        if path.is_symlink():
            raise Refused(f"{path} is a symbolic link")
    return path


def check_space(root: Path, wanted: int, floor: int) -> None:
    free = shutil.disk_usage(root).free
    if free - wanted < floor:
        raise Refused(f"only {free // 1_000_000} MB are free below {root}; {floor // 1_000_000} MB must stay free")


def checksum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def draft_of(path: Path) -> Path:
    """Where the new content of a file is written, in the same folder, under a name no layout reads.

    There is one for each file: what a killed worker left is written over by the next one, under the same lock.
    """
    return path.with_name(f".{path.name}.part")


def write_draft(path: Path, data: bytes) -> Path:
    """The content on disk beside the file, with the owner and mode of the file if there is one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = draft_of(path)
    draft.unlink(missing_ok=True)
    with _cleaned(draft), draft.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
        if path.exists():
            _take_over(file.fileno(), path)
    return draft


@contextmanager
def _cleaned(draft: Path) -> Iterator[None]:
    """A draft that could not be finished (full disk) is not left behind."""
    try:
        yield
    except OSError:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise


def _take_over(descriptor: int, path: Path) -> None:
    known = path.stat()
    os.fchmod(descriptor, known.st_mode & 0o7777)
    if (known.st_uid, known.st_gid) != (os.geteuid(), os.getegid()):
        with suppress(PermissionError):  # only root may give files away; the mode is kept in any case
            os.fchown(descriptor, known.st_uid, known.st_gid)


def back_up(root: Path, relative: Path) -> Path:
    """A second name for the file as it is, below `.trash/DATE/`; a copy where that cannot be.

    The path that is returned is relative to the root.
    """
    source = checked(root, relative)
    place = Path(TRASH, f"{datetime.now(UTC):%Y-%m-%d}", relative.parent)
    folder = checked(root, place)
    folder.mkdir(parents=True, exist_ok=True)
    number = 0
    while True:
        backup = folder / f"{relative.name}~{number}"
        try:
            os.link(source, backup, follow_symlinks=False)
        except FileExistsError:
            number += 1
            continue
        except OSError:
            _copy(source, backup)
        sync_folder(folder)
        return place / backup.name


def _copy(source: Path, backup: Path) -> None:
    shutil.copy2(source, backup)
    with backup.open("rb") as file:
        os.fsync(file.fileno())


def replace(draft: Path, path: Path) -> None:
    """The draft becomes the file, at once and for good."""
    draft.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def restore(root: Path, relative: Path, backup: Path | None) -> None:
    """The backup takes the place of the file, and stays; without one the file goes into the trash."""
    path = checked(root, relative)
    back_up(root, relative)
    if backup is None:
        path.unlink()
        sync_folder(path.parent)
    else:
        replace(write_draft(path, checked(root, backup).read_bytes()), path)


def empty_trash(root: Path, before: date) -> int:
    """Remove what was put there before a day. Returns how many days were emptied."""
    trash = checked(root, Path(TRASH))
    old = [folder for folder in trash.glob("????-??-??") if folder.name < before.isoformat() and folder.is_dir()]
    for folder in old:
        shutil.rmtree(folder)
    return len(old)
