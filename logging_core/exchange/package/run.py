"""The export itself: every step in its turn; one that fails is told and does not stop the others."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from django.db import DatabaseError

from logging_core.exchange.package import packing, plan
from logging_core.exchange.package.choice import Chosen
from logging_core.exchange.package.steps import Step
from logging_core.exchange.package.turns import alone

Say = Callable[[str], None]
Progress = Callable[[int, int], None]
PACKING = 2  # what comes after the folder counts as two steps: what the bag holds besides, and the bag


def nobody(_done: int, _total: int) -> None:
    """Watches nothing."""


@dataclass
class Outcome:
    """`package` is the name of the bag; empty when there is none because of the problems."""

    package: str = ""
    problems: list[str] = field(default_factory=list)


class Export:
    """Repeatable: run again it makes the folder what the records are now, and a new bag if that is another one.

    Cut off, it is done again from the beginning; files that are right already are not written again. `progress`
    is told steps done of all; like `say` it may end the export between two files by an exception.
    """

    def __init__(self, chosen: Chosen, say: Say, progress: Progress = nobody) -> None:
        self._chosen = chosen
        self.say = say
        self._progress = progress
        self._done, self._total = 0, 0
        self._problems: list[str] = []

    def run(self) -> Outcome:
        """Write the folder of the cruise, and of its files the bag."""
        with alone():
            steps = list(plan.steps(self._chosen, self.say))
            self._total = len(steps) + PACKING
            self.carry_out(steps)
            package = self._packed(steps)
        self.say("Done")
        return Outcome(package, self._problems)

    def carry_out(self, steps: Iterable[Step]) -> None:
        for step in steps:
            self.say(f"Writing {step.what}")
            self.attempt(step.what, partial(step.run, self.tick))
            self._done += 1
            self.tick()

    def attempt(self, what: str, work: Callable[[], None]) -> None:
        try:
            work()
        except (OSError, DatabaseError) as problem:
            self._problems.append(f"{what}: {problem}")
            self.say(f"ERROR {what}: {problem}")

    def tick(self) -> None:
        self._progress(min(self._done, self._total), self._total)

    def _packed(self, steps: list[Step]) -> str:
        """The name of the bag. There is none of an export that is not whole."""
        packing_it = packing.Packing(self._chosen, steps, self)
        if not self._problems:
            self.attempt("package", packing_it.prepare)
        if not self._problems:
            self.attempt("package", packing_it.finish)
        return packing_it.package
