"""Files that belong to a cruise or lowering: one flat folder a record, under its id.

A name from outside is only ever a base name, and the path it leads to is checked again once it is resolved.
"""

import re
import secrets
import shutil
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path, PurePosixPath

from django.conf import settings

from logging_core.shared import clock, ids
from logging_core.shared.errors import wrong
from logging_core.voyages.models import Upload, Voyage

UNDO_WITHIN = timedelta(days=1)
LONGEST_NAME = 200
KEY = re.compile(r"^[0-9a-f]{24}_-[0-9a-f]{6}-[0-9a-f]{12}$")


def folder_of(kind: str, record_id: str) -> Path:
    return Path(settings.FILES_DIR, f"{kind}s", ids.normal(record_id))


def make_folder(voyage: Voyage) -> None:
    folder_of(voyage.KIND, voyage.id).mkdir(parents=True, exist_ok=True)


def remove_folder(voyage: Voyage) -> None:
    shutil.rmtree(folder_of(voyage.KIND, voyage.id), ignore_errors=True)


def remove_all_folders(kind: str) -> None:
    root = Path(settings.FILES_DIR, f"{kind}s")
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True, exist_ok=True)


def names(kind: str, record_id: str) -> list[str]:
    """What lies in the folder of a record now."""
    folder = folder_of(kind, record_id)
    return sorted(path.name for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []


def path_of(folder: Path, name: str) -> Path | None:
    """The path of a file that lies in this very folder, whatever its name was made of; None: there is none."""
    if not is_plain(name):
        return None
    path = (folder / name).resolve()
    return path if path.parent == folder.resolve() and path.is_file() else None


def is_plain(name: str) -> bool:
    """A base name: no way out of the folder, and nothing that a file system cannot hold."""
    return name not in {"", ".", ".."} and len(name.encode()) <= 255 and not {"/", "\\", "\0"} & set(name)


def delete(kind: str, record_id: str, name: str) -> None:
    path = path_of(folder_of(kind, record_id), name)
    if path is not None:
        path.unlink(missing_ok=True)


def keep_upload(kind: str, record_id: str, name: str, chunks: Iterable[bytes]) -> str:
    """Put a file into the folder of a record; returns the key with which its sender can undo that for a day."""
    key = f"{ids.normal(record_id)}_-{secrets.token_hex(3)}-{secrets.token_hex(6)}"
    stored = _store(folder_of(kind, record_id), _base_name(name), chunks)
    Upload.objects.filter(at__lt=clock.now() - UNDO_WITHIN).delete()
    Upload.objects.create(key=key, kind=kind, record_id=ids.normal(record_id), name=stored.name)
    return key


def undo_upload(kind: str, key: str) -> None:
    """Remove what came under this key; an unknown key changes nothing."""
    upload = Upload.objects.filter(kind=kind, key=key).first() if KEY.match(key) else None
    if upload is not None:
        delete(kind, upload.record_id, upload.name)
        upload.delete()


def _base_name(name: str) -> str:
    base = PurePosixPath(name.replace("\\", "/")).name
    if not is_plain(base) or len(base.encode()) > LONGEST_NAME:
        raise wrong("filename", "is not a name for a file")
    return base


def _store(folder: Path, name: str, chunks: Iterable[bytes]) -> Path:
    """Under its name, or a numbered one when that is taken: an upload never replaces a file."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in _free_paths(folder, name):
        try:
            with path.open("xb") as file:
                file.writelines(chunks)
        except FileExistsError:
            continue
        return path
    raise AssertionError("numbers do not end")


def _free_paths(folder: Path, name: str) -> Iterator[Path]:
    yield folder / name
    stem, suffix = Path(name).stem, Path(name).suffix
    number = 2
    while True:
        yield folder / f"{stem}_{number}{suffix}"
        number += 1
