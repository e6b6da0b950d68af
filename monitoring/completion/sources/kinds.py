"""Kinds of sources by name: ours, and those of installed packages (entry points `sealog.sources`).

The classes are loaded when one is asked for: web clients and number libraries would make every process larger.
"""

from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Any, cast

from logging_core.shared.errors import wrong
from monitoring.completion.sources import parameters
from monitoring.completion.sources.kind import Kind

FOLDER = "monitoring.completion.sources"
OURS = {
    "FDSNWS": ("FDSN web service", "fdsnws:FdsnWs"),
    "LOCAL_DIR": ("Local folder", "local:LocalDir"),
    "EIDA": ("EIDA routing", "eida:Eida"),
    "SEEDLINK": ("SeedLink ring buffer", "seedlink:SeedLink"),
    "HTTP_FOLDER": ("Web folder or S3 bucket", "http_folder:HttpFolder"),
    "SFTP": ("SFTP server", "sftp:Sftp"),
    "SQL_INDEX": ("Index in SQL", "sql_index:SqlIndex"),
    "PROGRAM": ("External program", "program:Program"),
}
GROUP = "sealog.sources"


@cache
def _of_packages() -> dict[str, EntryPoint]:
    """None of them takes one of our names."""
    return {point.name: point for point in entry_points(group=GROUP) if point.name not in OURS}


def names() -> list[str]:
    """Ours first."""
    return [*OURS, *_of_packages()]


def title(name: str) -> str:
    """What people see; a kind of a package that is gone is shown by its name."""
    if name in OURS:
        return OURS[name][0]
    return named(name).TITLE if name in _of_packages() else name


def choices() -> list[tuple[str, str]]:
    return [(name, title(name)) for name in names()]


@cache
def named(name: str) -> type[Kind]:
    """Raises BadInput."""
    if name in OURS:
        module, kind = OURS[name][1].split(":")
        return cast(type[Kind], getattr(import_module(f"{FOLDER}.{module}"), kind))
    if name in _of_packages():
        return cast(type[Kind], _of_packages()[name].load())
    raise wrong("kind", f"{name!r} is none of {', '.join(names())}")


def checked(name: str, given: dict[str, Any]) -> dict[str, Any]:
    """The parameters of a source of this kind with their defaults. Raises BadInput."""
    if not isinstance(given, dict):
        raise wrong("parameters", "must be an object")
    return parameters.checked(named(name).PARAMETERS, given)


def make(name: str, given: dict[str, Any]) -> Kind:
    return named(name)(checked(name, given))
