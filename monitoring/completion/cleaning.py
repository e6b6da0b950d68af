"""Forgetting what was found, requested and measured. The files of the archive are never touched."""

import shutil
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model, QuerySet

from logging_core.shared.announce import Actor, recorded
from monitoring.completion.sources.models import (
    LocalFile,
    SourceAvailability,
    SourceAvailabilityStat,
    SourceInventory,
    SourceOnlineStat,
)
from monitoring.completion.stack import places
from monitoring.completion.stack.models import Request, RequestHistory
from monitoring.completion.stack.states import State
from monitoring.statistics.models import Stat
from qualitycontrol.archive.models import DataFile
from qualitycontrol.rules import check_admin, check_operator

Tables = Mapping[str, type[Model]]
DATABASE: Tables = {
    "RequestHistory": RequestHistory,
    "Request": Request,  # with its gaps and what its sources said
    "SourceAvailability": SourceAvailability,
    "SourceInventory": SourceInventory,
    "SourceAvailabilityStat": SourceAvailabilityStat,
    "SourceOnlineStat": SourceOnlineStat,
    "LocalFile": LocalFile,
    "DataFile": DataFile,
}
STATISTICS: Tables = {"Stat": Stat}


def rows(tables: Tables, name: str) -> QuerySet:
    """Of requests those that nobody works on."""
    found = tables[name]._default_manager.all()
    return found.exclude(state=State.RUNNING) if name == "Request" else found


def counts(tables: Tables, ignore: Iterable[str]) -> dict[str, int]:
    return {name: rows(tables, name).count() for name in tables if name not in ignore}


def clean_database(*, actor: Actor, by: Any, ignore: list[str]) -> dict[str, int]:
    """Everything but the models in `ignore`, and the working folder unless requests are kept."""
    check_admin(by)
    found = _clean(actor, "clean_database", DATABASE, ignore)
    if "Request" not in ignore:
        shutil.rmtree(places.root(), ignore_errors=True)
    return found


def clean_statistics(*, actor: Actor, by: Any, ignore: list[str]) -> dict[str, int]:
    check_operator(by)
    return _clean(actor, "clean_stats", STATISTICS, ignore)


def _clean(actor: Actor, verb: str, tables: Tables, ignore: list[str]) -> dict[str, int]:
    with recorded(actor) as changes:
        found = counts(tables, ignore)
        for name in found:
            rows(tables, name).delete()
        changes.add("archive", verb, "database", after={"removed": found, "kept": ignore})
    return found
