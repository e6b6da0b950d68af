"""What sources say they have: asked for, stored merged, and looked up before asking for data."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction

from logging_core.shared import clock
from monitoring.completion.sources import health
from monitoring.completion.sources.kind import NoInventory
from monitoring.completion.sources.models import (
    Source,
    SourceAvailability,
    SourceAvailabilityStat,
    SourceInventory,
)
from monitoring.completion.sources.selection import Selection
from monitoring.inventory.models import NSLC
from monitoring.web.limits import Limits
from monitoring.web.trouble import Trouble
from qualitycontrol.archive import instants
from qualitycontrol.archive.spans import Span, inside, length, union, without

MOST_BYTES, MOST_SECONDS = 50_000_000, 120.0
FRESH = timedelta(hours=1)  # what was said longer ago does not keep from asking
Said = dict[str, list[Span]]


def refresh(source: Source, streams: list[NSLC], start_ns: int, end_ns: int) -> bool:
    """Ask what it has of its streams in [start_ns, end_ns) and store that. False when it did not answer.

    A source that is not asked, or cannot say, has everything: whole days, or the whole window.
    """
    own = set(source.nslc.values_list("code", flat=True))
    streams = [stream for stream in streams if stream.code in own]
    try:
        said = _ask(source, streams, start_ns, end_ns)
    except Trouble as problem:
        health.failed(source, problem)
        return False
    for stream in streams:
        _store(source, stream, said.get(stream.code, []), start_ns, end_ns)
    return True


def _ask(source: Source, streams: list[NSLC], start_ns: int, end_ns: int) -> Said:
    if not source.availability:
        days = instants.days(start_ns, end_ns)
        whole = (instants.start_of(days[0]), instants.start_of(days[-1]) + instants.DAY)
        return {stream.code: [whole] for stream in streams}
    selections = [Selection(stream.stream, start_ns, end_ns) for stream in streams]
    said: Said = defaultdict(list)
    try:
        for stream, span in source.plugin.availability(selections, Limits(MOST_BYTES, MOST_SECONDS)):
            said[str(stream)].append(span)
    except NoInventory:
        return {stream.code: [(start_ns, end_ns)] for stream in streams}
    return {code: inside(union(spans), start_ns, end_ns) for code, spans in said.items()}


def _store(source: Source, stream: NSLC, spans: list[Span], start_ns: int, end_ns: int) -> None:
    """What was stored for the window is replaced; spans that stick out of it are cut at its edges."""
    low = min([start_ns, *(start for start, _ in spans)])
    high = max([end_ns, *(end for _, end in spans)])
    with transaction.atomic():
        known = {"start_ns": start_ns, "end_ns": end_ns, "checked_at": clock.now()}
        SourceInventory.objects.update_or_create(source=source, nslc=stream, defaults=known)
        touching = SourceAvailability.objects.filter(
            source=source, nslc=stream, end_ns__gte=low, start_ns__lte=high
        )
        outside = without(touching.values_list("start_ns", "end_ns"), [(low, high)])
        touching.delete()
        SourceAvailability.objects.bulk_create(
            SourceAvailability(source=source, nslc=stream, start_ns=start, end_ns=end)
            for start, end in union([*outside, *spans])
        )
        _count_days(source, stream, low, high)


def _count_days(source: Source, stream: NSLC, start_ns: int, end_ns: int) -> None:
    """Seconds it has of each day that was touched."""
    rows = SourceAvailability.objects.filter(source=source, nslc=stream)
    spans = list(rows.values_list("start_ns", "end_ns"))
    for day in instants.days(start_ns, end_ns):
        begin = instants.start_of(day)
        seconds = length(inside(spans, begin, begin + instants.DAY)) / instants.SECOND
        SourceAvailabilityStat.objects.update_or_create(
            source=source, nslc=stream, day=day, defaults={"data_avail": seconds}
        )


def corrected(source: Source, stream: NSLC, asked: Span, came: Iterable[Span]) -> None:
    """What it said, cut by what really came."""
    rows = SourceAvailability.objects.filter(source=source, nslc=stream)
    touching = rows.filter(end_ns__gt=asked[0], start_ns__lt=asked[1])
    missing = without([asked], came)
    if not missing or not touching.exists():
        return
    left = without(touching.values_list("start_ns", "end_ns"), missing)
    with transaction.atomic():
        touching.delete()
        SourceAvailability.objects.bulk_create(
            SourceAvailability(source=source, nslc=stream, start_ns=start, end_ns=end) for start, end in left
        )


def says_nothing(source: Source, stream: NSLC, start_ns: int, end_ns: int) -> bool:
    """Whether the source said, not long ago, that it has nothing of this."""
    fresh = SourceInventory.objects.filter(
        source=source, nslc=stream, start_ns__lte=start_ns, end_ns__gte=end_ns, checked_at__gt=clock.now() - FRESH
    )
    has = SourceAvailability.objects.filter(source=source, nslc=stream, start_ns__lt=end_ns, end_ns__gt=start_ns)
    return fresh.exists() and not has.exists()
