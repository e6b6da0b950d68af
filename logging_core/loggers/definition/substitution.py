"""Putting the values of variables in, through keys and values, within limits."""

from typing import Any, Protocol

from logging_core.loggers.definition.placeholders import OPEN, Malformed, Placeholder, default_value, parts_of
from logging_core.loggers.yaml_files.limits import LONGEST_TEXT, MOST_VALUES
from logging_core.loggers.yaml_files.nodes import KeyPath, Node, placed, plain
from logging_core.loggers.yaml_files.problems import Problems, TooMuch


class Unresolvable(ValueError):
    """A placeholder that cannot be replaced; the message says why."""


class Lookup(Protocol):
    def lookup(self, name: str) -> Node | None: ...


class Substitution:
    """One run of substitutions with its problems and its budget of values.

    A text that is exactly one placeholder becomes the variable's value with its own type; inside a longer text the
    value is written as Python's str() does. What is inserted is not looked at again. An unknown name without a
    default stays as it is.
    """

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self._values = 0

    def apply(self, node: Node, scope: Lookup, path: KeyPath) -> Node:
        """The node with everything known replaced; problems are noted with their key path."""
        self._spend(1)
        if node.is_mapping:
            return node.with_value(self._mapping(node, scope, path))
        if node.is_list:
            return node.with_value([self.apply(part, scope, (*path, n)) for n, part in enumerate(node.value)])
        if not _has_placeholder(node.value):
            return node
        try:
            return self._text(node, scope)
        except (Malformed, Unresolvable) as problem:
            self.problems.error(str(problem), node.place, path)
            return node.with_value(None)

    def resolve(self, node: Node, scope: Lookup) -> Node:
        """As `apply`, for the value of a variable. Raises Unresolvable or Malformed."""
        self._spend(1)
        if node.is_mapping:
            return node.with_value({key: self.resolve(part, scope) for key, part in node.value.items()})
        if node.is_list:
            return node.with_value([self.resolve(part, scope) for part in node.value])
        return self._text(node, scope) if _has_placeholder(node.value) else node

    def _mapping(self, node: Node, scope: Lookup, path: KeyPath) -> dict[Any, Node]:
        entries: dict[Any, Node] = {}
        for key, part in node.value.items():
            name = self._key(key, part, scope, (*path, key))
            if name in entries:
                self.problems.warn(f'two keys become "{name}"; this one counts', part.place, (*path, name))
            entries[name] = self.apply(part, scope, (*path, name))
        return entries

    def _key(self, key: Any, part: Node, scope: Lookup, path: KeyPath) -> Any:
        if not _has_placeholder(key):
            return key
        node = self.apply(Node(key, part.place), scope, path)
        if node.is_mapping or node.is_list:
            self.problems.error(f"{key} is a list or mapping, which cannot be a key", part.place, path)
            return key
        return node.value

    def _text(self, node: Node, scope: Lookup) -> Node:
        parts = parts_of(node.value)
        if len(parts) == 1 and isinstance(parts[0], Placeholder):
            return self._value(parts[0], node, scope)
        texts = [part if isinstance(part, str) else self._as_text(part, node, scope) for part in parts]
        text = "".join(texts)
        if len(text) > LONGEST_TEXT:
            raise TooMuch(f"a text grows longer than {LONGEST_TEXT} characters when variables are put in")
        return node.with_value(text)

    def _as_text(self, placeholder: Placeholder, node: Node, scope: Lookup) -> str:
        return str(plain(self._value(placeholder, node, scope)))

    def _value(self, placeholder: Placeholder, node: Node, scope: Lookup) -> Node:
        found = scope.lookup(placeholder.name)
        if found is not None:
            self._spend_on(found)
            return Node(found.value, node.place, found.written)
        if placeholder.default is None:
            return node.with_value(placeholder.written)
        return self._default(node.with_value(placeholder.default), scope)

    def _default(self, default: Node, scope: Lookup) -> Node:
        parts = parts_of(default.value)
        if not any(isinstance(part, Placeholder) for part in parts):
            return placed(default_value(default.value), default.place)
        filled = self._text(default, scope)
        if len(parts) == 1 or not isinstance(filled.value, str):
            return filled
        return placed(default_value(filled.value), default.place)

    def _spend_on(self, node: Node) -> None:
        self._spend(1)
        if node.is_mapping or node.is_list:
            for part in node.value.values() if node.is_mapping else node.value:
                self._spend_on(part)

    def _spend(self, count: int) -> None:
        self._values += count
        if self._values > 4 * MOST_VALUES:
            raise TooMuch("the definition grows beyond all measure when variables are put in")


def _has_placeholder(value: Any) -> bool:
    return isinstance(value, str) and OPEN in value
