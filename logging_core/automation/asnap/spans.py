"""When the snapshots were on, as the journal knows it, and which moments are due then."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F

from logging_core.automation.models import ASNAP_STATUS, CustomVariable
from logging_core.shared import clock
from logging_core.shared.models import Change

SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Span:
    """A time while it was on: from `start` to before `stop` (None: still). Snapshots count from `anchor` on."""

    start: datetime
    stop: datetime | None
    anchor: datetime


def spans(since: datetime, now: datetime, interval: int) -> list[Span]:
    """Spans that reach beyond `since`, oldest first. On means that the variable is exactly `On`.

    To be called in a transaction: nobody switches it before that ends. A variable that was set past the journal
    counts as on since one interval ago.
    """
    variable = CustomVariable.objects.select_for_update(no_key=True).get(name=ASNAP_STATUS)
    found = [span for span in _journalled(variable.id, since) if span.stop is None or span.stop > since]
    still = bool(found) and found[-1].stop is None
    if variable.value != "On" and still:
        return found[:-1]
    if variable.value == "On" and not still:
        found.append(Span(now - timedelta(seconds=interval), None, clock.EPOCH))
    return found


def _journalled(id: str, since: datetime) -> list[Span]:
    found, start = [], None
    for at, on in _switched(id, since):
        if on and start is None:
            start = at
        elif not on and start is not None:
            found.append(Span(start, at, whole_second(start)))
            start = None
    return found if start is None else [*found, Span(start, None, whole_second(start))]


def _switched(id: str, since: datetime) -> list[tuple[datetime, bool]]:
    """Time and state of each change of the variable after `since`, and of the one before."""
    changes = Change.objects.filter(kind="variable", record_id=id).exclude(before=F("after"))
    later = changes.filter(at__gt=since).order_by("seq")
    before = changes.filter(at__lte=since).order_by("-seq")[:1]
    return [(row.at, (row.after or {}).get("custom_var_value") == "On") for row in (*before, *later)]


def due(span: Span, interval: int, after: datetime, until: datetime) -> Iterator[datetime]:
    """Moments of a span, `interval` seconds apart on whole seconds: later than `after`, up to `until`."""
    step = timedelta(seconds=interval)
    first = max(span.start, after + timedelta(microseconds=1))
    moment = span.anchor + -((span.anchor - first) // step) * step
    while moment <= until and (span.stop is None or moment < span.stop):
        yield moment
        moment += step


def whole_second(moment: datetime) -> datetime:
    """The moment itself, or the next whole second."""
    cut = moment.replace(microsecond=0)
    return cut if cut == moment else cut + SECOND
