"""Bringing the JSON files that a Sealog server exports into this system.

A file holds one record or a list of records of one kind. A broken file brings in nothing; a wrong record is
reported and stops no other; doing it again brings in nothing twice.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import DataError, IntegrityError, transaction

from logging_core.exchange.json_records import BrokenFile, Located, located_values
from logging_core.exchange.sealog.batch import Item, Run
from logging_core.exchange.sealog.fields import Raw
from logging_core.exchange.sealog.kinds import KINDS, Kind, kind_of
from logging_core.exchange.sealog.report import FILES, Report
from logging_core.shared.errors import Refusal

UNKNOWN = "holds no records of a kind that Sealog exports (told by their keys)"
Watch = Callable[[Path, str, int, int], None]


@dataclass(frozen=True)
class Survey:
    """A file that was read to its end once: what it holds, and how many."""

    path: Path
    kind: Kind
    records: int


def nobody(path: Path, kind: str, done: int, total: int) -> None:
    """Watches nothing."""


def import_files(paths: Sequence[Path], run: Run, watch: Watch = nobody) -> Report:
    """Import files, and all `*.json` in folders, in the order that lets records find each other.

    Existing records are skipped, or changed to what the file says with `run.update`; aux data is replaced when
    it differs. `watch(path, kind, done, total)` is told of progress in records. The database going away ends
    the import with OperationalError: what was reported until then is stored, and the import can be repeated.
    """
    report = Report(dry_run=run.dry_run)
    surveys = [found for path in _files(paths) if (found := _survey(path, report))]
    order = [kind.name for kind in KINDS]
    for survey in sorted(surveys, key=lambda found: order.index(found.kind.name)):
        with _broken_files_in(report, survey.path):  # it may have changed since it was surveyed
            _import_file(survey, run, report, watch)
    return report


def _files(paths: Sequence[Path]) -> list[Path]:
    """Each file once, those of a folder by name."""
    found = [file for path in paths for file in (_inside(path) if path.is_dir() else [path])]
    return list({file.resolve(): file for file in reversed(found)}.values())[::-1]


def _inside(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() == ".json" and path.is_file())


def _survey(path: Path, report: Report) -> Survey | None:
    """Read the file once without taking anything from it; what cannot be imported whole is reported."""
    kind, records = None, 0
    with _broken_files_in(report, path):
        for found in located_values(path):
            kind = kind or kind_of(found.value)
            records += 1
        if records and kind is None:
            report.refuse(FILES, path, 0, "", UNKNOWN)
        return Survey(path, kind, records) if kind else None
    return None


@contextmanager
def _broken_files_in(report: Report, path: Path) -> Iterator[None]:
    """A file that cannot be read is an error of the report, not the end of the import."""
    try:
        yield
    except BrokenFile as problem:
        report.refuse(FILES, path, problem.line, "", problem.reason)
    except OSError as problem:
        report.refuse(FILES, path, 0, "", problem.strerror or str(problem))


def _import_file(survey: Survey, run: Run, report: Report, watch: Watch) -> None:
    done = 0
    watch(survey.path, survey.kind.name, done, survey.records)
    for batch in _batches(survey.kind, located_values(survey.path)):
        items = _checked(survey, batch, report)
        if items:
            report.add(_load(survey, run, items))
        done += len(batch)
        watch(survey.path, survey.kind.name, done, survey.records)


def _batches(kind: Kind, values: Iterator[Located]) -> Iterator[list[Located]]:
    """Batches in which no id stands twice: the second must find the first one stored."""
    batch: list[Located] = []
    seen: set[str] = set()
    for found in values:
        id = _id_of(found.value).lower()
        if len(batch) >= kind.batch or id in seen:
            yield batch
            batch, seen = [], set()
        batch.append(found)
        seen.update({id} - {""})
    if batch:
        yield batch


def _id_of(value: object) -> str:
    id = value.get("id") if isinstance(value, dict) else None
    return id if isinstance(id, str) else ""


def _checked(survey: Survey, batch: Sequence[Located], report: Report) -> list[Item]:
    """The records of a batch that can be read; the others are reported."""
    items = []
    for found in batch:
        try:
            record = survey.kind.read(_of_kind(survey.kind, found.value))
        except Refusal as problem:
            report.refuse(survey.kind.name, survey.path, found.line, _id_of(found.value), problem.message)
        else:
            items.append(Item(found.line, _id_of(found.value).lower(), record))
    return items


def _of_kind(kind: Kind, value: object) -> Raw:
    if not isinstance(value, dict):
        raise Refusal("is not a record: each one must be an object")
    if not kind.shows(value):
        raise Refusal(f"is no record of the {kind.name} that this file holds")
    return value


def _load(survey: Survey, run: Run, items: Sequence[Item]) -> Report:
    """Store a batch in one transaction; when the database refuses it, record by record to find the wrong ones."""
    try:
        with transaction.atomic():
            report = survey.kind.load(run, survey.path, items)
            transaction.set_rollback(run.dry_run)
    except (DataError, IntegrityError, Refusal) as problem:
        report = Report()
        if len(items) == 1:
            report.refuse(survey.kind.name, survey.path, items[0].line, items[0].id, _reason(problem))
        else:
            for item in items:
                report.add(_load(survey, run, [item]))
    return report


def _reason(problem: Exception) -> str:
    if isinstance(problem, Refusal):
        return problem.message
    return f"the database refuses it: {str(problem).splitlines()[0]}"
