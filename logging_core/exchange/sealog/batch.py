"""What the loaders of all kinds are given, and the way in which one record at a time is loaded."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from logging_core.exchange.sealog.report import Report
from logging_core.shared.announce import Actor


@dataclass(frozen=True)
class Item:
    """A checked record and the line of the file in which it begins."""

    line: int
    id: str
    record: Any


@dataclass(frozen=True)
class Run:
    """One import. In a dry run everything is stored and rolled back, and `would_be` remembers the events."""

    actor: Actor
    update: bool = False
    dry_run: bool = False
    would_be: set[str] = field(default_factory=set)


def one_by_one(
    kind: str, load_one: Callable[[Run, str, Any], str]
) -> Callable[[Run, Path, Sequence[Item]], Report]:
    """A loader from a function that stores one record and returns what became of it."""

    def load(run: Run, file: Path, items: Sequence[Item]) -> Report:
        report = Report()
        for item in items:
            report.count(kind, load_one(run, item.id, item.record))
        return report

    return load
