"""Would it fire now, and when would it have fired: the same walk over the values that are stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice, pairwise

from logging_core.automation.triggers import crossing, reading
from logging_core.automation.triggers.conditions import condition_of
from logging_core.automation.triggers.crossing import Crossing, Standing
from logging_core.automation.triggers.models import Kind, Trigger
from logging_core.shared import clock

MOST_CROSSINGS, MOST_VALUES = 200, 200_000


@dataclass(frozen=True)
class DryRun:
    """`now`: the newest value in words; `holds`: whether the condition holds for it (None: in the hysteresis)."""

    now: str
    holds: bool | None
    crossings: list[Crossing]
    more: bool


def try_out(trigger: Trigger, hours: float) -> DryRun:
    """Over the last `hours`, up to MOST_VALUES values. Nothing is written. Raises reading.NotThere."""
    until = clock.now()
    newest = reading.latest(trigger.kind, trigger.setting)
    lasting = timedelta(seconds=trigger.setting["lasting_s"])
    after = until - timedelta(hours=hours)
    holds: bool | None
    if trigger.kind == Kind.SILENCE:
        holds, found = until - newest.at >= lasting, _silences(trigger.setting["stream"], lasting, after, until)
    else:
        condition = condition_of(trigger.kind, trigger.setting)
        holds, found = condition.holds(newest.value), _crossings(trigger, lasting, after, until)
    crossings = list(islice(found, MOST_CROSSINGS + 1))
    return DryRun(newest.said, holds, crossings[:MOST_CROSSINGS], len(crossings) > MOST_CROSSINGS)


def _crossings(trigger: Trigger, lasting: timedelta, after: datetime, until: datetime) -> Iterator[Crossing]:
    condition = condition_of(trigger.kind, trigger.setting)
    values = reading.values(trigger.kind, trigger.setting, after, until, MOST_VALUES)
    standing = crossing.begin(condition, values[0][1], values[0][0]) if values else Standing()
    return (step.crossing for step in crossing.walk(standing, condition, lasting, values) if step.crossing)


def _silences(stream: str, lasting: timedelta, after: datetime, until: datetime) -> Iterator[Crossing]:
    for last, following in pairwise([*reading.times(stream, after, until, MOST_VALUES), until]):
        if following - last >= lasting:
            yield Crossing(last, last + lasting, None)
