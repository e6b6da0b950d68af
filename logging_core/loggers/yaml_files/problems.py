"""What is wrong with a file, all of it in one go."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field

from logging_core.loggers.yaml_files.limits import MOST_PROBLEMS
from logging_core.loggers.yaml_files.nodes import KeyPath, Place, dotted


@dataclass(frozen=True, slots=True)
class Problem:
    """An error (the file cannot be used) or a warning: where, at which key, and why."""

    cause: str
    place: Place
    path: KeyPath = ()
    is_error: bool = True

    def __str__(self) -> str:
        kind = "error" if self.is_error else "warning"
        key = f" {dotted(self.path)}:" if self.path else ""
        return f"{self.place}: {kind}:{key} {self.cause}"

    def as_json(self) -> dict[str, object]:
        return {
            "level": "error" if self.is_error else "warning",
            "file": self.place.file,
            "line": self.place.line or None,
            "path": dotted(self.path),
            "cause": self.cause,
        }


@dataclass
class Problems:
    """Collects problems; each is kept once, and no more than anybody would read."""

    found: dict[Problem, None] = field(default_factory=dict)

    def error(self, cause: str, place: Place, path: KeyPath = ()) -> None:
        self._add(Problem(cause, place, path))

    def warn(self, cause: str, place: Place, path: KeyPath = ()) -> None:
        self._add(Problem(cause, place, path, is_error=False))

    def _add(self, problem: Problem) -> None:
        if len(self.found) < MOST_PROBLEMS:
            self.found[problem] = None

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.found if problem.is_error]

    @property
    def warnings(self) -> list[Problem]:
        return [problem for problem in self.found if not problem.is_error]


class TooMuch(Exception):
    """A limit was passed; expansion cannot go on."""


def known(names: Iterable[object], asked: object = "") -> str:
    """`; known are a, b` with the nearest match first, for the end of an error."""
    words = sorted(str(name) for name in names)
    if not words:
        return ""
    near = difflib.get_close_matches(str(asked), words, n=1)
    hint = f'; did you mean "{near[0]}"?' if near else ""
    shown = ", ".join(words[:12]) + (", ..." if len(words) > 12 else "")
    return f"{hint} (known: {shown})"
