"""A set-up into the database, through the same actions as the pages; all of it or nothing."""

from pathlib import Path
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import transaction

from logging_core.shared.announce import Actor, recorded
from logging_core.shared.errors import wrong
from monitoring.completion import actions
from monitoring.completion.models import Configuration
from monitoring.completion.sources import actions as source_actions
from monitoring.completion.sources.models import Source
from monitoring.inventory import actions as inventory
from monitoring.inventory.models import Network, Station
from monitoring.inventory.queries import matching
from monitoring.statistics import actions as statistics
from qualitycontrol.archive import actions as archives
from qualitycontrol.archive.models import Archive

EVERYTHING = ["*.*.*.*"]
LISTS = ("networks", "stations", "sources", "archive")


def apply(*, actor: Actor, told: dict[str, Any], nslc: Path | None, dry_run: bool = False) -> dict[str, int]:
    """How many of each were set up. Can be repeated. Raises BadInput, and then nothing is changed."""
    with transaction.atomic():
        with recorded(actor):
            summary = _apply(actor, told, nslc)
        transaction.set_rollback(dry_run)
    return summary


def _apply(actor: Actor, told: dict[str, Any], nslc: Path | None) -> dict[str, int]:
    summary: dict[str, int] = {}
    if nslc is not None:
        summary["streams"] = _streams(actor, nslc)
    archive = _archive(actor, told.get("archive"))
    summary["archives"] = int(archive is not None)
    rows = [_source(actor, dict(one)) for one in told.get("sources") or []]
    summary["sources"] = len(rows)
    summary["configurations"] = _configuration(actor, told.get("configuration"), archive, rows)
    summary["monitoring setups"] = _monitoring(actor, told.get("monitoring"))
    return summary


def _streams(actor: Actor, path: Path) -> int:
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise wrong("nslc_file", f"{path}: {problem.strerror}") from None
    return inventory.import_metadata(actor=actor, by=None, data=data, name=path.name).streams


def _archive(actor: Actor, told: dict[str, Any] | None) -> Archive | None:
    if not told:
        return None
    known = Archive.objects.filter(name=told.get("name")).first()
    try:
        return archives.save_archive(actor=actor, by=None, known=known, **told)
    except TypeError:
        raise wrong("archive", "holds name, root and layout") from None


def _source(actor: Actor, told: dict[str, Any]) -> Source:
    patterns = told.pop("nslc", EVERYTHING)
    told["kind"] = told.pop("type", told.get("kind", ""))
    _check_names(Source, told, "sources")
    known = Source.objects.filter(name="_".join(str(told.get("name", "")).split())).first()
    return source_actions.store(actor=actor, by=None, source=known, told=told, streams=matching(patterns))


def _configuration(actor: Actor, told: dict[str, Any] | None, archive: Archive | None, rows: list[Source]) -> int:
    """Without lists of its own it takes every network, station and source there is."""
    if told is None:
        return 0
    plain = {name: value for name, value in told.items() if name not in LISTS}
    _check_names(Configuration, plain, "configuration")
    if archive is not None:
        plain["archive"] = archive
    networks, stations = _named_networks(told.get("networks")), _named_stations(told.get("stations"))
    chosen = told.get("sources")
    sources = rows if chosen is None else list(Source.objects.filter(name__in=chosen))
    actions.configure(actor=actor, by=None, told=plain, networks=networks, stations=stations, sources=sources)
    return 1


def _named_networks(names: list[str] | None) -> list[Network]:
    rows = Network.objects.all() if names is None else Network.objects.filter(name__in=names)
    return list(rows)


def _named_stations(names: list[str] | None) -> list[Station]:
    rows = Station.objects.select_related("network")
    return [row for row in rows if names is None or str(row) in names]


def _monitoring(actor: Actor, told: dict[str, Any] | None) -> int:
    if told is None:
        return 0
    archive = Configuration.the().archive
    if archive is None:
        raise wrong("monitoring", "needs an archive")
    try:
        statistics.monitor_everything(actor=actor, by=None, archive=archive, **told)
    except TypeError:
        raise wrong("monitoring", "holds start_year and end_year") from None
    return 1


def _check_names(model: Any, told: dict[str, Any], where: str) -> None:
    for name in told:
        try:
            model._meta.get_field(name)
        except FieldDoesNotExist:
            raise wrong(where, f"there is no field {name!r}") from None
