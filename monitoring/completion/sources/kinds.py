"""Kinds of sources by name: ours, and those of installed packages (entry points `sealog.sources`)."""

from functools import cache
from importlib.metadata import entry_points
from typing import Any

from logging_core.shared.errors import wrong
from monitoring.completion.sources import parameters
from monitoring.completion.sources.eida import Eida
from monitoring.completion.sources.fdsnws import FdsnWs
from monitoring.completion.sources.http_folder import HttpFolder
from monitoring.completion.sources.kind import Kind
from monitoring.completion.sources.local import LocalDir
from monitoring.completion.sources.program import Program
from monitoring.completion.sources.seedlink import SeedLink

OURS: tuple[type[Any], ...] = (FdsnWs, LocalDir, Eida, SeedLink, HttpFolder, Program)
GROUP = "sealog.sources"


@cache
def all_kinds() -> dict[str, type[Kind]]:
    """By name, those of packages after ours; none of them takes one of our names."""
    found = {point.name: point.load() for point in entry_points(group=GROUP)}
    return {kind.NAME: kind for kind in OURS} | {name: kind for name, kind in found.items() if name not in _ours()}


def _ours() -> set[str]:
    return {kind.NAME for kind in OURS}


def choices() -> list[tuple[str, str]]:
    return [(name, kind.TITLE) for name, kind in all_kinds().items()]


def named(name: str) -> type[Kind]:
    try:
        return all_kinds()[name]
    except KeyError:
        raise wrong("kind", f"{name!r} is none of {', '.join(all_kinds())}") from None


def checked(name: str, given: dict[str, Any]) -> dict[str, Any]:
    """The parameters of a source of this kind with their defaults. Raises BadInput."""
    if not isinstance(given, dict):
        raise wrong("parameters", "must be an object")
    return parameters.checked(named(name).PARAMETERS, given)


def make(name: str, given: dict[str, Any]) -> Kind:
    return named(name)(checked(name, given))
