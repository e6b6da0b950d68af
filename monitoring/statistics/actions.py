"""Bringing the daily statistics up to date: only days whose data, files or epochs changed are written."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from logging_core.shared import clock
from logging_core.shared.announce import Actor, recorded
from logging_core.shared.errors import wrong
from monitoring.completion import archive as final
from monitoring.inventory.models import NSLC, Network, Station
from monitoring.inventory.queries import open_spans, streams
from monitoring.logs.book import Book
from monitoring.statistics.fingerprint import fingerprint
from monitoring.statistics.models import ArchiveMonitoring, Component, Stat, this_year
from qualitycontrol.archive import instants, spans
from qualitycontrol.archive.daily import day_statistic
from qualitycontrol.archive.models import Archive, DataFile
from qualitycontrol.archive.queries import Held, segments
from qualitycontrol.rules import check_operator

Tell = Callable[[int, int], None]
Files = dict[date, list[DataFile]]
BATCH = 1000
KEY = ["archive", "nslc", "day"]
book = Book("stats")


def quietly(_done: int, _total: int) -> None:
    """Nobody watches."""


def chosen(pk: int | None) -> ArchiveMonitoring:
    """A monitoring setup by its id, else the first."""
    setups = ArchiveMonitoring.objects.select_related("archive").order_by("pk")
    setup = setups.filter(pk=pk).first() if pk is not None else setups.first()
    if setup is None:
        raise wrong("config_id", "there is no such monitoring setup")
    return setup


def monitored(setup: ArchiveMonitoring) -> list[NSLC]:
    """Its streams: of its stations within its networks, without components that are disabled or not chosen."""
    found = streams().filter(station__in=setup.stations.all(), station__network__in=setup.networks.all())
    components = set(setup.components.exclude(view_status=Component.DISABLED).values_list("name", flat=True))
    return [stream for stream in found if stream.component in components]


def monitor_everything(
    *, actor: Actor, by: Any, archive: Archive, start_year: int | None = None, end_year: int | None = None
) -> ArchiveMonitoring:
    """The monitoring setup of an archive with every network, station and component switched on."""
    check_operator(by)
    year = this_year()
    years = {"start_year": start_year or year, "end_year": end_year or year}
    with recorded(actor) as changes:
        setup, _ = ArchiveMonitoring.objects.update_or_create(archive=archive, defaults=years)
        try:
            setup.full_clean()
        except ValidationError as problem:
            raise wrong("end_year", "; ".join(problem.messages)) from None
        for name in sorted({stream.component for stream in streams()}):
            Component.objects.get_or_create(name=name)
        setup.networks.set(Network.objects.all())
        setup.stations.set(Station.objects.all())
        setup.components.set(Component.objects.all())
        changes.add("configuration", "update", "monitoring", after=years | {"archive": archive.name})
    return setup


def update_setup(*, actor: Actor, by: Any, setup: ArchiveMonitoring, tell: Tell = quietly) -> int:
    """Scan what changed and work out all years of a setup; gives the number of days written."""
    check_operator(by)
    start = instants.start_of(date(setup.start_year, 1, 1))
    end = min(instants.start_of(date(setup.end_year + 1, 1, 1)), instants.now())
    wanted = monitored(setup)
    final.rescan(actor, setup.archive, wanted, start, end)
    written = update_days(setup.archive, wanted, start, end, tell=tell)
    book.add(logging.INFO, f"{setup.archive.name}: {written} days of {len(wanted)} streams were worked out anew")
    return written


def update_days(
    archive: Archive, wanted: Iterable[NSLC], start_ns: int, end_ns: int, *, tell: Tell = quietly
) -> int:
    """Every day that [start_ns, end_ns) touches, from the segments as they are known; gives how many changed."""
    wanted = list(wanted)
    written = 0
    for number, stream in enumerate(wanted):
        tell(number, len(wanted))
        rows = _changed(archive, stream, instants.days(start_ns, end_ns))
        fields = [field.name for field in Stat._meta.concrete_fields if field.name not in ("id", *KEY)]
        Stat.objects.bulk_create(rows, BATCH, update_conflicts=True, unique_fields=KEY, update_fields=fields)
        written += len(rows)
    tell(len(wanted), len(wanted))
    return written


def _changed(archive: Archive, stream: NSLC, days: list[date]) -> list[Stat]:
    begin, end = instants.start_of(days[0]), instants.start_of(days[-1]) + instants.DAY
    held = _by_day(segments(archive, [stream.code], begin, end)[stream.code], days)
    files = _files(archive, stream, days)
    epochs = open_spans([stream], begin, end)[stream.code]
    known = _known(archive, stream, days)
    now = instants.now()
    rows = []
    for day in days:
        start = instants.start_of(day)
        own = spans.inside(epochs, start, start + instants.DAY)
        seen = [(file.path, file.size, file.mtime_ns) for file in files[day]]
        mark = fingerprint(held[day], own, seen, min(now, start + instants.DAY))
        if known.get(day) != mark:
            rows.append(_row(archive, stream, day, held[day], own, files[day], now, mark))
    return rows


def _by_day(held: list[Held], days: list[date]) -> dict[date, list[Held]]:
    """A segment over midnight belongs to both days."""
    wanted = set(days)
    found: dict[date, list[Held]] = defaultdict(list)
    for one in held:
        for day in instants.days(one.start_ns, one.end_ns):
            if day in wanted:
                found[day].append(one)
    return found


def _files(archive: Archive, stream: NSLC, days: list[date]) -> Files:
    found: Files = defaultdict(list)
    for file in DataFile.objects.filter(archive=archive, nslc=stream.code, day__range=(days[0], days[-1])):
        if file.day:
            found[file.day].append(file)
    return found


def _known(archive: Archive, stream: NSLC, days: list[date]) -> dict[date, str]:
    rows = Stat.objects.filter(archive=archive, nslc=stream, day__range=(days[0], days[-1]))
    return dict(rows.values_list("day", "fingerprint"))


def _row(
    archive: Archive,
    stream: NSLC,
    day: date,
    held: list[Held],
    epochs: list[tuple[int, int]],
    files: list[DataFile],
    now: int,
    mark: str,
) -> Stat:
    told = day_statistic(held, day, epochs=epochs, now_ns=now)
    begin, end = instants.start_of(day), instants.start_of(day) + instants.DAY
    last = max((min(one.end_ns, end) for one in held), default=None)
    written = max((file.mtime_ns for file in files), default=None)
    plain = {name: value for name, value in asdict(told).items() if not isinstance(value, tuple)}
    return Stat(
        archive=archive,
        nslc=stream,
        day=day,
        **plain,
        sample_rates=list(told.sample_rates),
        qualities=list(told.qualities),
        start_ns=min((max(one.start_ns, begin) for one in held), default=None),
        end_ns=last,
        num_records=sum(file.records for file in files),
        record_lengths=sorted({size for file in files for size in file.record_lengths}),
        encodings=sorted({name for file in files for name in file.encodings}),
        latency_s=(written - last) / instants.SECOND if written and last else None,
        fingerprint=mark,
        computed_at=clock.now(),
    )
