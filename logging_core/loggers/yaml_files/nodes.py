"""A YAML value that knows where it was written."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file; lines count from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Node:
    """`value` is a scalar, a list of nodes, or a mapping of plain keys to nodes; nodes are never changed.

    The place of a mapping's entry is the line of its key. `written` is the text of a boolean as it stands in the
    file, so that an unquoted `off` can be read as the word it was meant to be.
    """

    value: Any
    place: Place
    written: str | None = None

    @property
    def is_mapping(self) -> bool:
        return isinstance(self.value, dict)

    @property
    def is_list(self) -> bool:
        return isinstance(self.value, list)

    @property
    def is_empty(self) -> bool:
        return self.value is None or self.value == {} or self.value == []

    def get(self, key: Any) -> "Node | None":
        return self.value.get(key) if self.is_mapping else None

    def entries(self) -> list[tuple[Any, "Node"]]:
        return list(self.value.items()) if self.is_mapping else []

    def items(self) -> list["Node"]:
        return self.value if self.is_list else []

    def with_value(self, value: Any) -> "Node":
        return Node(value, self.place)

    def word(self) -> Any:
        """The value, or for an unquoted boolean the word in the file."""
        return self.written if isinstance(self.value, bool) and self.written else self.value


def plain(node: Node) -> Any:
    """The value without places."""
    if node.is_mapping:
        return {key: plain(part) for key, part in node.value.items()}
    if node.is_list:
        return [plain(part) for part in node.value]
    return node.value


def placed(value: Any, place: Place) -> Node:
    """A plain value as nodes that all have one place."""
    if isinstance(value, dict):
        return Node({key: placed(part, place) for key, part in value.items()}, place)
    if isinstance(value, list):
        return Node([placed(part, place) for part in value], place)
    return Node(value, place)


def walk(node: Node, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Node]]:
    """Every node with its key path, parents first."""
    yield path, node
    pairs = node.entries() if node.is_mapping else enumerate(node.items())
    for key, part in pairs:
        yield from walk(part, (*path, key))


def dotted(path: KeyPath) -> str:
    """`loggers.gyr1.configs.net.readers[0].kwargs.port`."""
    text = ""
    for key in path:
        text += f"[{key}]" if isinstance(key, int) and not isinstance(key, bool) else f".{key}"
    return text.removeprefix(".")
