"""What most loggers use, loaded before the first fork: all processes then share one copy of it."""

import importlib

from logging_core.loggers.catalogue import MODULES

COMMON = {
    "reader": ("SerialReader", "UDPReader", "TCPReader"),
    "transform": ("TimestampTransform", "PrefixTransform", "ParseTransform", "RegexFilterTransform"),
    "writer": ("LogfileWriter", "FileWriter", "UDPWriter", "DatabaseWriter", "CachedDataWriter"),
}


def load() -> None:
    for kind, names in COMMON.items():
        for name in names:
            importlib.import_module(MODULES[kind][name])
