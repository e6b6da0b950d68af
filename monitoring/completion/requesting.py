"""Requests from gaps: what is on the stack already is brought up to date, not asked for twice."""

from dataclasses import dataclass

from django.db import transaction

from logging_core.shared.announce import Actor
from monitoring.completion.models import Configuration
from monitoring.completion.sources.models import Source
from monitoring.completion.stack import actions
from monitoring.completion.stack.models import Request
from monitoring.completion.stack.planning import Plan, Stream, plan
from monitoring.completion.stack.states import ACTIVE, WAITING, State
from monitoring.inventory.models import NSLC
from qualitycontrol.archive import instants
from qualitycontrol.archive.spans import Span

Gaps = dict[str, list[Span]]


@dataclass
class Made:
    """How many requests are new, were brought up to date, or stand as they are."""

    new: int = 0
    renewed: int = 0
    kept: int = 0


def plans(configuration: Configuration, streams: list[NSLC], gaps: Gaps) -> list[Plan]:
    """Gaps joined and put together as the configuration says."""
    ways = [_way(stream) for stream in streams]
    join = round(configuration.join_closer_than * instants.SECOND)
    return plan(gaps, ways, join_ns=join, most_gaps=configuration.max_gaps_by_analysis)


def _way(stream: NSLC) -> Stream:
    return Stream(stream.code, str(stream.station) if stream.station.multiplexing else None)


def make(
    actor: Actor,
    configuration: Configuration,
    streams: list[NSLC],
    planned: list[Plan],
    sources: list[Source] | None = None,
) -> Made:
    """Requests for the plans in the configured archive."""
    made, by_code = Made(), {stream.code: stream for stream in streams}
    for one in planned:
        with transaction.atomic():
            _make_one(made, actor, configuration, by_code, one, sources)
    return made


def _make_one(
    made: Made,
    actor: Actor,
    configuration: Configuration,
    streams: dict[str, NSLC],
    one: Plan,
    sources: list[Source] | None,
) -> None:
    archive = configuration.final
    known = _known(archive.pk, one)
    waiting = [request for request in known if request.state in WAITING and not request.force]
    if waiting:
        first = waiting[0]
        Request.objects.filter(pk=first.pk).update(start_ns=one.start_ns, end_ns=one.end_ns)
        actions.fill(first, one, streams, sources)
        made.renewed += 1
    elif known:
        made.kept += 1
    else:
        actions.add(actor=actor, by=None, archive=archive, plans=[one], streams=streams, sources=sources)
        made.new += 1


def _known(archive: int, one: Plan) -> list[Request]:
    """Requests for one of these streams that touch the plan while they are open, or cover it and have ended.

    What ended well does not count: there is a gap again.
    """
    touching = Request.objects.select_for_update(of=("self",)).filter(
        archive=archive, start_ns__lt=one.end_ns, end_ns__gt=one.start_ns, gaps__nslc__code__in=one.codes
    )
    found = {request.pk: request for request in touching.exclude(state=State.SUCCEEDED).order_by("pk")}
    return [request for request in found.values() if request.state in WAITING | ACTIVE or _covers(request, one)]


def _covers(request: Request, one: Plan) -> bool:
    codes = set(request.gaps.values_list("nslc__code", flat=True))
    return codes >= set(one.codes) and request.start_ns <= one.start_ns and one.end_ns <= request.end_ns
