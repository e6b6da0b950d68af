"""Kinds of jobs: who may have them, how often they are tried, and the function that does the work."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings

from logging_core.shared.jobs.models import Job
from logging_core.shared.jobs.run import Cancelled, Lost, Run

__all__ = ["Cancelled", "Lost", "Run", "Runner", "find", "runner"]

Body = Callable[[Run], dict[str, Any] | None]
May = Callable[[Any], bool]
After = Callable[[Job], None]


def nothing(_job: Job) -> None:
    """The default of what is done after a try."""


@dataclass(frozen=True)
class Runner:
    """One kind. `may(person)`: who sees such jobs, cancels them and has them tried again."""

    kind: str
    may: May
    tries: int
    body: Body
    after: After


_runners: dict[str, Runner] = {}


def runner(kind: str, *, may: May, tries: int = 3, after: After = nothing) -> Callable[[Body], Body]:
    """Make a function the body of a kind of jobs.

    It may be run again after it was cut off at any place, so it must be idempotent and go on where it stopped. A
    Refusal is final; any other exception is tried again after a pause, `tries` times in all. `after` gets the job
    as it is stored when a try has ended, to whatever end.
    """

    def register(body: Body) -> Body:
        _runners[kind] = Runner(kind, may, tries, body, after)
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
