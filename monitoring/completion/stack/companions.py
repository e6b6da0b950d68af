"""Who goes along: requests that would ask the same source next, and wait.

They are marked while the question is under way, so that no other worker takes them along as well and none of them
is handed out meanwhile. A mark is no claim: it means something only while the request that asks is running, and a
request that runs nevertheless asks itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from logging_core.shared import clock
from monitoring.completion.sources.models import Source
from monitoring.completion.sources.selection import Selection
from monitoring.completion.stack import ahead, wanted
from monitoring.completion.stack.models import Request, RequestSource
from monitoring.completion.stack.states import WAITING, State
from monitoring.web.trouble import Outcome

MOST_LINES = 200  # of one question
MOST_MISFITS = 20  # looked at in vain
DAY_BYTES = 10_000_000  # of a channel at 100 Hz
FREE = WAITING | {State.QUEUED}


@dataclass(frozen=True)
class Companion:
    """What another request would ask the source."""

    row: RequestSource
    selections: list[Selection]


@contextmanager
def taken_along(row: RequestSource, batch: list[Selection], most_gaps: int) -> Iterator[list[Companion]]:
    """Those that fit into the question of `row`, marked inside the block."""
    chosen = _marked(row, _chosen(row, batch, most_gaps))
    try:
        yield chosen
    finally:
        if chosen:
            let_go(row.request)


def let_go(request: Request) -> None:
    """None is marked any more by this one."""
    RequestSource.objects.filter(ahead_with=request.pk).update(ahead_with=None)


def marked() -> Q:
    """Rows that a question under way takes along."""
    return Q(ahead_with__in=Request.objects.filter(state=State.RUNNING).values("pk"))


# --- choosing ---------------------------------------------------------------------------------------------


def _chosen(row: RequestSource, batch: list[Selection], most_gaps: int) -> list[Companion]:
    """In the order of the stack, while there is room for channel-days and lines; only whole requests."""
    chosen: list[Companion] = []
    if row.alone or _passed_over(row) or not row.source.plugin.CAPABILITIES.together:
        return chosen
    days = _most_days(row.source) - sum(one.channel_days for one in batch)
    lines, misfits = MOST_LINES - len(batch), 0
    for other in _waiting(row):
        if lines < 1 or days <= 0 or misfits > MOST_MISFITS:
            break
        selections = _next_question(other, most_gaps)
        size = sum(one.channel_days for one in selections)
        if selections and size <= days and len(selections) <= lines:
            chosen.append(Companion(other, selections))
            days, lines = days - size, lines - len(selections)
        else:
            misfits += 1
    return chosen


def _most_days(source: Source) -> float:
    """Channel-days that surely come within half of what one answer may weigh and take."""
    in_time = source.limit_rate * 1000 * settings.SOURCE_MAX_SECONDS or settings.SOURCE_MAX_BYTES
    most = min(in_time, settings.SOURCE_MAX_BYTES) / 2 / DAY_BYTES
    return min(source.plugin.CAPABILITIES.channel_days, most)


def _waiting(row: RequestSource) -> QuerySet[RequestSource]:
    """Rows of the same source in due requests of the same archive."""
    due = Q(request__not_before=None) | Q(request__not_before__lte=clock.now())
    rows = RequestSource.objects.filter(due, source=row.source_id, request__archive=row.request.archive_id)
    rows = rows.filter(request__state__in=FREE, alone=False).exclude(outcome=Outcome.PERMANENT).exclude(marked())
    return rows.select_related("request__archive", "source").order_by("request_id")[:MOST_LINES]


def _next_question(row: RequestSource, most_gaps: int) -> list[Selection]:
    """What the request of `row` would ask next, when it would ask the source of `row`; else nothing."""
    request = row.request
    streams = wanted.streams(request)
    missing = wanted.missing(request, streams)
    for one in request.sources.select_related("source"):
        selections = wanted.selections(one.source, streams, missing, most_gaps)
        came = ahead.known(request.pk, one.source, selections)
        if not selections or _passed_over(one) or (came and not came.size):
            continue
        return selections if one == row and not came else []
    return []


def _passed_over(row: RequestSource) -> bool:
    pause = row.source.paused_until
    return row.outcome == Outcome.PERMANENT or (pause is not None and pause > clock.now())


def _marked(row: RequestSource, chosen: list[Companion]) -> list[Companion]:
    """Those of them that nobody was quicker with."""
    with transaction.atomic():
        rows = RequestSource.objects.filter(pk__in=[one.row.pk for one in chosen], request__state__in=FREE)
        free = rows.exclude(marked()).select_for_update(of=("self",), skip_locked=True)
        pks = set(free.order_by("pk").values_list("pk", flat=True))
        RequestSource.objects.filter(pk__in=pks).update(ahead_with=row.request_id)
    return [one for one in chosen if one.row.pk in pks]
