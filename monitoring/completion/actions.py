"""What people do with the configuration, and asking for something by hand."""

import logging
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError

from logging_core.shared.announce import Actor, recorded
from logging_core.shared.errors import BadInput, Conflict, wrong
from monitoring.completion import archive as final
from monitoring.completion import requesting
from monitoring.completion.models import THE_ONE, Configuration
from monitoring.completion.sources import health, inventory
from monitoring.completion.sources.models import Source
from monitoring.completion.stack import actions as stack
from monitoring.completion.stack.models import Request
from monitoring.completion.stack.planning import Plan
from monitoring.inventory.models import NSLC, Network, Station
from monitoring.logs.book import Book
from qualitycontrol.archive import instants
from qualitycontrol.archive.models import Archive
from qualitycontrol.rules import check_operator

book = Book("stack")
LONGEST = 366 * instants.DAY  # one request by hand


def configure(
    *,
    actor: Actor,
    by: Any,
    told: dict[str, Any],
    networks: Iterable[Network] | None = None,
    stations: Iterable[Station] | None = None,
    sources: Iterable[Source] | None = None,
) -> Configuration:
    """Change the one configuration; None leaves a list as it is. A refusal names each wrong field."""
    check_operator(by)
    Configuration.the()
    with recorded(actor) as changes:
        row = Configuration.objects.select_for_update(of=("self",)).get(pk=THE_ONE)
        before = row.record()
        for name, value in told.items():
            setattr(row, name, value)
        _check(row)
        row.save()
        for name, chosen in (("networks", networks), ("stations", stations), ("sources", sources)):
            if chosen is not None:
                getattr(row, name).set(chosen)
        _check_stations(row)
        changes.add("configuration", "update", "configuration", before=before, after=row.record())
    return row


def _check(row: Configuration) -> None:
    try:
        row.full_clean()
    except ValidationError as problem:
        fields = {name: "; ".join(texts) for name, texts in problem.message_dict.items()}
        raise BadInput("; ".join(f"{name}: {text}" for name, text in fields.items()), fields) from None


def _check_stations(row: Configuration) -> None:
    outside = row.stations.exclude(network__in=row.networks.all()).select_related("network")
    if outside:
        names = ", ".join(map(str, outside))
        raise wrong("stations", f"{names}: not in one of the chosen networks")


def ask(
    *,
    actor: Actor,
    by: Any,
    streams: list[NSLC],
    start_ns: int,
    end_ns: int,
    sources: list[Source] | None = None,
    force: bool = False,
    dry_run: bool = False,
) -> list[Plan]:
    """Requests by hand for what is missing in [start_ns, end_ns); with `force` for all of it, to be replaced.

    Gives what was asked for, or with `dry_run` would be. `sources` replace those that are configured.
    """
    check_operator(by)
    configuration = Configuration.the()
    archive = configuration.final
    _check_asked(streams, start_ns, end_ns)
    _look_again(actor, archive, streams, start_ns, end_ns)
    if not dry_run:
        for source in sources if sources is not None else configuration.sources.all():
            if health.check(source):
                inventory.refresh(source, streams, start_ns, end_ns)
    plans = _plans(configuration, streams, start_ns, end_ns, force)
    if not dry_run:
        _add(actor, by, configuration, streams, plans, sources, force)
    return plans


def _look_again(actor: Actor, archive: Archive, streams: list[NSLC], start_ns: int, end_ns: int) -> None:
    """The files may have changed since the last scan. While another scan runs, what is known will do."""
    try:
        final.rescan(actor, archive, streams, start_ns, end_ns)
    except Conflict:
        book.add(logging.INFO, f"{archive.name} is being scanned; the request is made from what is known")


def _check_asked(streams: list[NSLC], start_ns: int, end_ns: int) -> None:
    if not streams:
        raise wrong("nslc_list", "matches no stream")
    if end_ns <= start_ns:
        raise wrong("endtime", "must be later than the start time")
    if end_ns - start_ns > LONGEST:
        raise wrong("endtime", "must be at most 366 days after the start time")


def _plans(
    configuration: Configuration, streams: list[NSLC], start_ns: int, end_ns: int, force: bool
) -> list[Plan]:
    if force:
        gaps = final.open_time(streams, start_ns, end_ns)
    else:
        gaps = final.missing(configuration.final, streams, start_ns, end_ns)
    return requesting.plans(configuration, streams, gaps)


def _add(
    actor: Actor,
    by: Any,
    configuration: Configuration,
    streams: list[NSLC],
    plans: list[Plan],
    sources: list[Source] | None,
    force: bool,
) -> list[Request]:
    by_code = {stream.code: stream for stream in streams}
    return stack.add(
        actor=actor,
        by=by,
        archive=configuration.final,
        plans=plans,
        streams=by_code,
        sources=sources,
        force=force,
    )
