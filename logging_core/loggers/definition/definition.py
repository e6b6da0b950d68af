"""An expanded cruise definition."""

from dataclasses import dataclass
from typing import Any

from logging_core.loggers.definition.modes import Modes
from logging_core.loggers.definition.sections import Entries
from logging_core.loggers.yaml_files.nodes import KeyPath, Node, Place, plain

SECTIONS = ("loggers", "configs", "modes", "default_mode")


@dataclass(frozen=True)
class Definition:
    """Loggers, configs, modes; `top` holds the other top-level keys. Nodes know their file and line."""

    top: Node
    loggers: Entries
    configs: Entries
    modes: Modes
    default_mode: str | None

    def as_dict(self) -> dict[str, Any]:
        """The plain form: `cruise`, `loggers`, `configs`, `modes`, `default_mode` and what else the file holds."""
        rest = {key: plain(node) for key, node in self.top.entries() if key not in SECTIONS}
        return {
            **rest,
            "loggers": {name: plain(node) for name, node in self.loggers.items()},
            "configs": {name: plain(node) for name, node in self.configs.items()},
            "modes": {mode: dict(chosen) for mode, chosen in self.modes.items()},
            "default_mode": self.default_mode,
        }

    def config(self, name: str) -> dict[str, Any]:
        """One config in plain form. Raises KeyError."""
        return plain(self.configs[name])

    def config_names(self, logger: str) -> list[str]:
        """Raises KeyError."""
        return [item.value for item in self.loggers[logger].value["configs"].value]

    def place(self, path: KeyPath) -> Place | None:
        """Where a part of a config was written: `("gyr1-net", "readers", 0, "kwargs", "port")`."""
        node: Node | None = self.configs.get(str(path[0]))
        for key in path[1:]:
            node = _part(node, key)
        return node.place if node else None


def _part(node: Node | None, key: Any) -> Node | None:
    if node is not None and node.is_list and isinstance(key, int) and key < len(node.value):
        return node.value[key]
    return node.get(key) if node is not None else None
