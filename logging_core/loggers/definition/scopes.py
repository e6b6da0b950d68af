"""Which variables can be seen where, resolved among themselves when they are asked for."""

from collections.abc import Mapping
from typing import Protocol

from logging_core.loggers.definition.substitution import Substitution, Unresolvable
from logging_core.loggers.yaml_files.nodes import Node

Variables = Mapping[str, Node]
LONGEST_CHAIN = 30


class Scope(Protocol):
    def lookup(self, name: str) -> Node | None: ...


class Variation:
    """Variables of one level over those of the levels above it.

    `own` beats `outer`, `outer` beats `defaults`. A value that refers to other variables sees the outer ones first
    and then those of its own level: that is what a reference meant when only one pass of substitution was made.
    Values are resolved once; a circle raises Unresolvable and names its members.
    """

    def __init__(
        self, work: Substitution, own: Variables, outer: Scope | None = None, defaults: Variables | None = None
    ):
        self._work = work
        self._own = own
        self._outer = outer
        self._defaults = defaults or {}
        self._resolved: dict[str, Node] = {}
        self._resolving: list[str] = []

    def lookup(self, name: str) -> Node | None:
        """The resolved value, or None when there is no such variable. Raises Unresolvable."""
        if name in self._own:
            return self._resolve(name, self._own[name])
        outer = self._outer.lookup(name) if self._outer else None
        if outer is None and name in self._defaults:
            return self._resolve(name, self._defaults[name])
        return outer

    def _resolve(self, name: str, node: Node) -> Node:
        if name not in self._resolved:
            if name in self._resolving:
                circle = [*self._resolving[self._resolving.index(name) :], name]
                raise Unresolvable(f"variables refer to each other in a circle: {' -> '.join(circle)}")
            if len(self._resolving) >= LONGEST_CHAIN:
                raise Unresolvable(f"more than {LONGEST_CHAIN} variables refer to each other one after the other")
            self._resolving.append(name)
            try:
                self._resolved[name] = self._work.resolve(node, _Beside(self))
            finally:
                self._resolving.pop()
        return self._resolved[name]

    def seen_from_a_value(self, name: str) -> Node | None:
        outer = self._outer.lookup(name) if self._outer else None
        return outer if outer is not None else self.lookup(name)


class _Beside:
    """What the value of a variable sees."""

    def __init__(self, level: Variation) -> None:
        self._level = level

    def lookup(self, name: str) -> Node | None:
        return self._level.seen_from_a_value(name)
