"""What the snapshots do, and what people do with them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from logging_core.automation.actions import ASNAP, SERVICE, set_variable
from logging_core.automation.asnap.models import LONGEST_INTERVAL_S, LONGEST_TIMEOUT_MIN, THE_ONE, AsnapService
from logging_core.automation.asnap.spans import Span, due, spans, whole_second
from logging_core.automation.models import ASNAP_STATUS
from logging_core.events.actions import NewEvent, log_event
from logging_core.events.models import Event
from logging_core.shared import clock, permissions
from logging_core.shared.announce import Actor, recorded
from logging_core.shared.errors import wrong
from logging_core.shared.ids import id_for
from logging_core.shared.jobs import actions as jobs
from logging_core.shared.jobs.models import Job

MADE_UP = timedelta(hours=1)  # so far back missed snapshots are made up
SILENT_AFTER = timedelta(seconds=120)  # older ones are stored without a word to existing clients
WRONG_CLOCK = timedelta(minutes=1)  # less may be another machine's, or a tick that comes late
AT_ONCE = 200  # snapshots in one transaction
SIGN_OF_LIFE = timedelta(seconds=5)
MOST_FILLED = 1_000_000
Tell = Callable[[int, int], None]


def tick(now: datetime) -> int:
    """Make the snapshots that are due at `now` and not made yet; gives how many were. While off: none.

    Called by any number of schedulers: one at a time works, and how far it is stands in the same transaction.
    """
    made = 0
    while True:
        step = _step(now)
        made += step.made
        if not step.more:
            break
    if step.timed_out:
        _switch_off(now)
    return made


@dataclass(frozen=True)
class Step:
    made: int = 0
    more: bool = False
    timed_out: bool = False


def _step(now: datetime) -> Step:
    """One transaction: nothing while another one is at it."""
    with recorded(SERVICE):
        row = _locked(skip_locked=True)
        if row is None:
            return Step()
        after = _made_until(row, now)
        found = spans(after, now, row.interval)
        moments = list(islice(_due(row, found, after, now), AT_ONCE))
        made = sum(_snap(moment, now) for moment in moments)
        _note(row, now, moments)
        return Step(made, len(moments) == AT_ONCE, _is_over(row, found, now))


def _locked(skip_locked: bool = False) -> AsnapService | None:
    AsnapService.the()
    return AsnapService.objects.select_for_update(skip_locked=skip_locked).filter(pk=THE_ONE).first()


def _made_until(row: AsnapService, now: datetime) -> datetime:
    """Never further back than an hour. A place far in the future is that of a clock that was wrong."""
    if row.made_until is None or row.made_until > now + WRONG_CLOCK:
        return now - MADE_UP
    return max(row.made_until, now - MADE_UP)


def _due(row: AsnapService, found: list[Span], after: datetime, now: datetime) -> Iterator[datetime]:
    for span in found:
        deadline = None if span.stop else _deadline(row, span)
        yield from due(span, row.interval, after, min(now, deadline or now))


def _deadline(row: AsnapService, span: Span) -> datetime | None:
    """When a span ends by itself: counted from its start, or from when the time-out was set."""
    if row.timeout is None or span.anchor == clock.EPOCH:
        return None
    return max(span.anchor, row.set_at or span.anchor) + row.timeout


def _is_over(row: AsnapService, found: list[Span], now: datetime) -> bool:
    deadlines = [_deadline(row, span) for span in found if span.stop is None]
    return any(deadline is not None and deadline <= now for deadline in deadlines)


def _snap(moment: datetime, now: datetime) -> bool:
    """Whether it is stored now. Its id comes from its time, so it can not be there twice."""
    new = NewEvent(value=ASNAP, author="asnap", ts=moment)
    quiet = now - moment > SILENT_AFTER
    return log_event(actor=SERVICE, user=None, id=id_for(moment, ASNAP), new=new, quiet=quiet)[1]


def _note(row: AsnapService, now: datetime, moments: list[datetime]) -> None:
    alive = row.looked_at is not None and abs(now - row.looked_at) < SIGN_OF_LIFE
    if moments:
        row.made_until = moments[-1]
    if moments or not alive:
        row.looked_at = now
        row.save(update_fields=["made_until", "looked_at"])


def _switch_off(now: datetime) -> None:
    """By itself, unless somebody switched it meanwhile."""
    row = AsnapService.the()
    minutes = int(row.timeout.total_seconds() // 60) if row.timeout else 0
    with recorded(SERVICE, reason=f"by itself after {minutes} min"):
        if _is_over(row, spans(now, now, row.interval), now):
            set_variable(actor=SERVICE, name=ASNAP_STATUS, value="Off")


def configure(*, actor: Actor, user: Any, interval_s: int, timeout_min: int) -> AsnapService:
    """Set the interval (seconds) and after how many minutes it goes off by itself (0: never)."""
    permissions.require_may_correct(user, "set ASNAP")
    if not 1 <= interval_s <= LONGEST_INTERVAL_S:
        raise wrong("interval_s", f"must be a whole number from 1 to {LONGEST_INTERVAL_S}")
    if not 0 <= timeout_min <= LONGEST_TIMEOUT_MIN:
        raise wrong("timeout_min", f"must be a whole number from 0 to {LONGEST_TIMEOUT_MIN}")
    AsnapService.the()
    with recorded(actor) as changes:
        row = AsnapService.objects.select_for_update().get(pk=THE_ONE)
        before = row.record()
        row.interval_s, row.timeout_min = interval_s, timeout_min
        row.set_at, row.set_by = clock.now(), actor.name[:100]
        row.save(update_fields=["interval_s", "timeout_min", "set_at", "set_by"])
        changes.add("asnap", "update", "asnap", before=before, after=row.record())
    return row


def ask_for_back_fill(*, actor: Actor, user: Any, start: datetime, stop: datetime, interval_s: int) -> Job:
    """Have snapshots made for a time gone by, whether ASNAP was on or not."""
    permissions.require_may_correct(user, "set ASNAP")
    check_back_fill(start, stop, interval_s)
    first, last = clock.iso(start), clock.iso(stop)
    return jobs.start(
        actor=actor,
        kind="asnap.back_fill",
        title=f"ASNAP every {interval_s} s from {_readable(start)} to {_readable(stop)}",
        params={"start": first, "stop": last, "interval_s": interval_s},
        once=f"asnap.back_fill {first} {last} {interval_s}",
    )


def _readable(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}Z"


def check_back_fill(start: datetime, stop: datetime, interval_s: int) -> int:
    """How many snapshots that makes. Raises BadInput."""
    if stop < start:
        raise wrong("stop", "must not be before the start")
    if not 1 <= interval_s <= LONGEST_INTERVAL_S:
        raise wrong("interval_s", f"must be a whole number from 1 to {LONGEST_INTERVAL_S}")
    count = max(0, (stop - whole_second(start)) // timedelta(seconds=interval_s) + 1)
    if count > MOST_FILLED:
        raise wrong("interval_s", f"makes {count} events; at most {MOST_FILLED} at once")
    return count


def back_fill(start: datetime, stop: datetime, interval_s: int, tell: Tell) -> dict[str, int]:
    """Store the missing snapshots from `start` to `stop` inclusive; those that are there stay. Repeatable."""
    total = check_back_fill(start, stop, interval_s)
    span = Span(start, None, whole_second(start))
    moments = due(span, interval_s, start - timedelta(microseconds=1), stop)
    made = done = 0
    while some := list(islice(moments, AT_ONCE)):
        made += _fill(some)
        done += len(some)
        tell(done, total)
    return {"made": made, "present before": done - made}


def _fill(moments: Iterable[datetime]) -> int:
    """One transaction; of those that are there already none is touched."""
    wanted = {id_for(moment, ASNAP): moment for moment in moments}
    present = set(Event.objects.filter(id__in=wanted).values_list("id", flat=True))
    now = clock.now()
    with recorded(SERVICE):
        return sum(_snap(moment, now) for id, moment in wanted.items() if id not in present)
