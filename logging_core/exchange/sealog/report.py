"""What an import did: counts of each kind, and what was wrong, where."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

IMPORTED, UPDATED, SKIPPED, ERRORS = OUTCOMES = ("imported", "updated", "skipped", "errors")
FILES = "files"
MOST_PROBLEMS_KEPT = 10_000


@dataclass(frozen=True)
class Problem:
    """One refused record, or a file of which nothing could be taken. `line` counts from 1; 0 is no line."""

    file: str
    line: int
    id: str
    reason: str

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{place}: {self.id + ': ' if self.id else ''}{self.reason}"


@dataclass
class Report:
    """The result so far. All errors are counted; only the first of very many are kept."""

    dry_run: bool = False
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)

    def count(self, kind: str, outcome: str) -> None:
        self.counts[kind, outcome] += 1

    def refuse(self, kind: str, file: Path, line: int, id: object, reason: str) -> None:
        self.count(kind, ERRORS)
        if len(self.problems) < MOST_PROBLEMS_KEPT:
            self.problems.append(Problem(str(file), line, id[:100] if isinstance(id, str) else "", reason))

    def add(self, other: "Report") -> None:
        self.counts.update(other.counts)
        self.problems += other.problems[: MOST_PROBLEMS_KEPT - len(self.problems)]

    @property
    def errors(self) -> int:
        return sum(number for (_, outcome), number in self.counts.items() if outcome == ERRORS)

    def by_kind(self) -> dict[str, dict[str, int]]:
        kinds = dict.fromkeys(kind for kind, _ in self.counts)
        return {kind: {outcome: self.counts[kind, outcome] for outcome in OUTCOMES} for kind in kinds}

    def as_json(self) -> dict[str, Any]:
        return {
            "dry_run": self.dry_run,
            "counts": self.by_kind(),
            "errors": [asdict(problem) for problem in self.problems],
            "errors_not_listed": self.errors - len(self.problems),
        }

    def table(self) -> str:
        """The counts as text for a terminal or a log."""
        lines = [f"{'':<18}" + "".join(f"{outcome:>10}" for outcome in OUTCOMES)]
        for kind, counts in self.by_kind().items():
            lines.append(f"{kind:<18}" + "".join(f"{counts[outcome]:>10}" for outcome in OUTCOMES))
        return "\n".join(lines)
