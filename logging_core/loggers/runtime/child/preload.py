"""What most loggers use, loaded before the fork of one that does: all processes then share one copy of it."""

import importlib
from collections.abc import Iterator
from typing import Any

from logging_core.loggers.base.catalogue import MODULES

COMMON = {
    "reader": ("SerialReader", "UDPReader", "TCPReader"),
    "transform": ("TimestampTransform", "PrefixTransform", "ParseTransform", "RegexFilterTransform"),
    "writer": ("LogfileWriter", "FileWriter", "UDPWriter", "DatabaseWriter", "CachedDataWriter"),
}
OF_CLASS = {name: MODULES[kind][name] for kind, names in COMMON.items() for name in names}


def load(config: Any) -> None:
    """Only what this config names: the supervisor stays small where nobody needs more."""
    for name in set(_classes(config)) & OF_CLASS.keys():
        importlib.import_module(OF_CLASS[name])


def _classes(part: Any) -> Iterator[str]:
    """All there is under the key `class`, however deep."""
    if isinstance(part, dict):
        if isinstance(name := part.get("class"), str):
            yield name
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from _classes(inner)
