"""Which configs parse by which device files: a change of these files is a change of the config."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from logging_core.loggers.transforms.parse import DEFAULT_PATH
from logging_core.loggers.yaml_files.folders import Base
from logging_core.loggers.yaml_files.includes import IncludingReader
from logging_core.loggers.yaml_files.problems import Problems

PARSERS = ("ParseTransform", "RegexParseTransform", "RegexTransform")


def device_digests(configs: dict[str, Any], base_dir: Path) -> tuple[dict[str, str], list[Path]]:
    """A digest of the device files of each config that has any, and all of these files."""
    files_of: dict[str, list[Path]] = {}
    digests = {}
    for name, config in configs.items():
        wanted = sorted(set(definition_paths(config)))
        for path in wanted:
            if path not in files_of:
                files_of[path] = device_files(path, base_dir)
        if wanted:
            digests[name] = _digest([file for path in wanted for file in files_of[path]], base_dir)
    return digests, list(dict.fromkeys(file for files in files_of.values() for file in files))


def device_files(definition_path: str, base_dir: Path) -> list[Path]:
    """The files that a `definition_path` names, with what they include."""
    reader = IncludingReader(Base(base_dir), Problems())
    for pattern in filter(None, (part.strip() for part in definition_path.split(","))):
        reader.read_matching(pattern)
    return reader.files


def definition_paths(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for item in part:
            yield from definition_paths(item)
    if not isinstance(part, dict):
        return
    kwargs = part.get("kwargs") or {}
    if part.get("class") in PARSERS and isinstance(kwargs, dict):
        path = kwargs.get("definition_path")
        if path is None and part["class"] == "ParseTransform" and kwargs.get("field_patterns") is None:
            path = DEFAULT_PATH
        if isinstance(path, str):
            yield path
    for item in part.values():
        yield from definition_paths(item)


def _digest(files: list[Path], base_dir: Path) -> str:
    whole = hashlib.sha256()
    for file in files:
        content = file.read_bytes()
        whole.update(f"{file.relative_to(base_dir)} {len(content)} ".encode() + content)
    return whole.hexdigest()
