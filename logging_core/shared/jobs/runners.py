"""Kinds of jobs: who may have them, how often they are tried, and the function that does the work."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings

from logging_core.shared.jobs.run import Cancelled, Lost, Run

__all__ = ["Cancelled", "Lost", "Run", "Runner", "find", "runner"]

Body = Callable[[Run], dict[str, Any] | None]
May = Callable[[Any], bool]


@dataclass(frozen=True)
class Runner:
    """One kind. `may(person)`: who sees such jobs, cancels them and has them tried again."""

    kind: str
    may: May
    tries: int
    body: Body


_runners: dict[str, Runner] = {}


def runner(kind: str, *, may: May, tries: int = 3) -> Callable[[Body], Body]:
    """Make a function the body of a kind of jobs.

    It may be run again after it was cut off at any place, so it must be idempotent and go on where it stopped. A
    Refusal is final; any other exception is tried again after a pause, `tries` times in all.
    """

    def register(body: Body) -> Body:
        _runners[kind] = Runner(kind, may, tries, body)
        return body

    return register


def find(kind: str) -> Runner | None:
    """The runner of a kind; None for a kind that this version does not know (any more)."""
    if kind not in _runners:
        for module in settings.JOB_MODULES:
            import_module(module)
    return _runners.get(kind)


def seen_by(person: Any) -> list[str]:
    """Kinds of jobs that somebody may see."""
    for module in settings.JOB_MODULES:
        import_module(module)
    return [kind for kind, one in _runners.items() if one.may(person)]
