"""Definition files from a browser: each upload gets a folder of its own, and nothing of it when it is refused."""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from logging_core.loggers.intake import SUFFIXES, UPLOADS, definitions_folder
from logging_core.loggers.yaml_files.composing import compose
from logging_core.loggers.yaml_files.folders import read_text
from logging_core.loggers.yaml_files.limits import LARGEST_FILE, MIB, MOST_INCLUDED_FILES
from logging_core.loggers.yaml_files.problems import Problems
from logging_core.shared import clock
from logging_core.shared.errors import BadInput, wrong

LONGEST_NAME = 255
MOST_BYTES = 16 * MIB
Files = dict[str, bytes]  # relative path to content


@contextmanager
def uploaded(files: Files) -> Iterator[Path]:
    """The new folder with the files in it; it is removed when what is done with it fails."""
    paths = _checked(files)
    folder = definitions_folder() / UPLOADS / f"{clock.now():%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
    try:
        for path, content in paths.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _checked(files: Files) -> dict[PurePosixPath, bytes]:
    if not files:
        raise wrong("files", "is required: choose at least the file of the definition")
    if len(files) > MOST_INCLUDED_FILES:
        raise wrong("files", f"are more than {MOST_INCLUDED_FILES}")
    if sum(map(len, files.values())) > MOST_BYTES:
        raise wrong("files", f"are larger than {MOST_BYTES // MIB} MiB together")
    paths = {_path(name): content for name, content in files.items()}
    if any(parent in paths for path in paths for parent in path.parents):
        raise wrong("files", "has a file and a folder of one name")
    return _without_common_folder(paths)


def _path(name: str) -> PurePosixPath:
    """A relative path that stays where it is put, of a kind that definitions are made of."""
    path = PurePosixPath(name.replace("\\", "/"))
    plain = all(part not in ("", ".", "..") and _storable(part) for part in path.parts)
    if path.is_absolute() or not path.parts or not plain:
        raise wrong("files", f'holds a name that cannot be used: "{name[:100]}"')
    if path.suffix.lower() not in SUFFIXES:
        raise wrong("files", f'holds "{name[:100]}"; definitions are {", ".join(SUFFIXES)} files')
    return path


def _storable(part: str) -> bool:
    return part.isprintable() and ":" not in part and len(part.encode("utf-8", "replace")) <= LONGEST_NAME


def _without_common_folder(paths: dict[PurePosixPath, bytes]) -> dict[PurePosixPath, bytes]:
    """A browser puts the name of the chosen folder before each path; relative includes start inside of it."""
    while len({path.parts[0] for path in paths}) == 1 and all(len(path.parts) > 1 for path in paths):
        paths = {path.relative_to(path.parts[0]): content for path, content in paths.items()}
    return paths


def main_file(folder: Path, wanted: str = "") -> Path:
    """The file that is the definition: the one that was named, or the only one with the key "loggers"."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    if wanted:
        return _named(files, folder, wanted)
    with_loggers = [path for path in files if _has_loggers(path)]
    if len(with_loggers) == 1:
        return with_loggers[0]
    if len(files) == 1:
        return files[0]
    if not with_loggers:
        raise wrong("main", 'must be named: none of the files can be read as one with the key "loggers"')
    names = ", ".join(str(path.relative_to(folder)) for path in with_loggers)
    raise BadInput(
        f"Which file is the definition? These have loggers: {names}", {"main": f"must be one of {names}"}
    )


def _named(files: list[Path], folder: Path, wanted: str) -> Path:
    """By its path, or the end of it: the common folder that the browser names is gone."""
    ends = PurePosixPath(wanted.replace("\\", "/")).parts
    found = [
        path for path in files if ends[-len(path.relative_to(folder).parts) :] == path.relative_to(folder).parts
    ]
    if len(found) != 1:
        raise wrong("main", "is not one of the files")
    return found[0]


def _has_loggers(path: Path) -> bool:
    if path.stat().st_size > LARGEST_FILE:
        return False
    try:
        node = compose(read_text(path), path.name, Problems())
    except ValueError:
        return False
    return node is not None and node.get("loggers") is not None
