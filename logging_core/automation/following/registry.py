"""Who follows the journal, and which kinds of changes."""

from collections.abc import Callable
from dataclasses import dataclass

from logging_core.shared.models import Change

Handle = Callable[[list[Change]], None]


@dataclass(frozen=True)
class Following:
    """`handle` gets changes of these kinds in the order of the journal, at most 500 at a time."""

    name: str
    kinds: frozenset[str]
    handle: Handle


_all: dict[str, Following] = {}


def follower(name: str, *, kinds: tuple[str, ...]) -> Callable[[Handle], Handle]:
    """Make a function a follower. It must be idempotent: after a fault a change comes again.

    It begins with what happens after the first start of a version that has it.
    """

    def register(handle: Handle) -> Handle:
        _all[name] = Following(name, frozenset(kinds), handle)
        return handle

    return register


def everybody() -> dict[str, Following]:
    return _all
