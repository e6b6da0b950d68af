"""Definition files as they come in: where they may lie, which one is the definition, what is wrong with them."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from logging_core.loggers.base.site import Site
from logging_core.loggers.definition.loading import load
from logging_core.loggers.device_digests import device_digests
from logging_core.loggers.parsing.json_text import dumps
from logging_core.loggers.yaml_files.folders import Base, read_text
from logging_core.loggers.yaml_files.problems import Problem
from logging_core.shared.errors import Refusal, wrong
from logging_core.shared.text import checked_json

Plain = dict[str, Any]
UPLOADS = "uploads"
SUFFIXES = (".yaml", ".yml", ".json")


class BadDefinition(Refusal):
    """A definition that cannot be used; `problems` has each cause with file, line and key path."""

    def __init__(self, errors: list[Plain], warnings: list[Plain]) -> None:
        first = errors[0]
        place = f"{first['file']}:{first['line']}" if first["line"] else first["file"]
        more = f", and {len(errors) - 1} more" if len(errors) > 1 else ""
        super().__init__(f"{place}: {first['cause']}{more}", problems=[*errors, *warnings])


@dataclass(frozen=True)
class Checked:
    """A definition in which no error was found; `files` has the digest of every file that was read."""

    file: Path
    base_dir: Path
    text: str
    expanded: Plain
    devices: dict[str, str]
    files: dict[str, str]
    warnings: list[Plain]


def definitions_folder() -> Path:
    folder = Path(settings.DEFINITIONS_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def inside(path: str) -> tuple[Path, Path]:
    """A file below the folder of definitions, by its relative or absolute path, and its base folder.

    Everything uploaded has its own folder as base, all else the folder of definitions. Raises BadInput.
    """
    folder = definitions_folder()
    try:
        file = Base(folder).within(path)
        parts = file.relative_to(folder).parts
        there = file.is_file() and file.suffix.lower() in SUFFIXES
    except (ValueError, OSError):
        there = False
    if not there:
        raise wrong("file", "is not a definition file below the folder of definitions")
    return file, folder.joinpath(*parts[:2]) if parts[0] == UPLOADS and len(parts) > 2 else folder


def tree() -> list[str]:
    """Every definition file below the folder of definitions, as a relative path."""
    folder = definitions_folder()
    found = (path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
    real = folder.resolve()
    return sorted(str(path.relative_to(folder)) for path in found if path.resolve().is_relative_to(real))


def check(file: Path, base_dir: Path) -> Checked:
    """Loads, expands and checks; touches nothing that runs. Raises BadDefinition with everything that is wrong."""
    site = Site(base_dir=base_dir, plugin_packages=frozenset(settings.LOGGER_PLUGINS))
    outcome = load(file, base_dir, site)
    warnings = [_shown(problem, base_dir) for problem in outcome.warnings]
    if outcome.definition is None:
        raise BadDefinition([_shown(problem, base_dir) for problem in outcome.errors], warnings)
    expanded = {"cruise": {}, **outcome.definition.as_dict()}
    expanded["cruise"] = expanded["cruise"] or {}
    devices, device_files = device_digests(expanded["configs"], base_dir)
    return Checked(
        file=file,
        base_dir=base_dir,
        text=read_text(file),
        expanded=checked_json(json.loads(dumps(expanded)), "definition"),
        devices=devices,
        files=digests([*outcome.files, *device_files], base_dir),
        warnings=warnings,
    )


def digests(files: Iterable[Path], base_dir: Path) -> dict[str, str]:
    """SHA-256 of each file by its path below the base; empty for one that cannot be read."""
    return {str(file.relative_to(base_dir)): _digest(file) for file in files if file.is_relative_to(base_dir)}


def _digest(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""


def _shown(problem: Problem, base_dir: Path) -> Plain:
    """With the path of the file as its sender knows it."""
    shown: Plain = problem.as_json()
    shown["file"] = shown["file"].removeprefix(f"{base_dir}/")
    return shown
