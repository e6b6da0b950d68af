"""What a rule would have done: it is done for real to the events of a span, and all of it is rolled back."""

from dataclasses import dataclass
from datetime import datetime

from logging_core.automation.rules.firing import Said, outcomes
from logging_core.automation.rules.matching import FINAL, Seen, meets
from logging_core.automation.rules.models import Rule
from logging_core.events.models import Event
from logging_core.shared.announce import Actor, recorded

MOST = 200  # events tried at once


@dataclass(frozen=True)
class Trial:
    seen: Seen
    outcomes: list[Said]


@dataclass(frozen=True)
class DryRun:
    """`looked_at` events of this value lie in the span; more than MOST that fit are not tried."""

    looked_at: int
    trials: list[Trial]
    more: bool


class _Enough(Exception):
    """Leaves the transaction without a trace."""


def try_out(rule: Rule, since: datetime, until: datetime) -> DryRun:
    """The events with `since` <= time < `until`, as they are now, in the order of time. Nothing is written.

    The rule need not be stored. Each event finds what the one before it changed, so that a milestone is set once.
    """
    events = Event.objects.filter(state=FINAL, value=rule.event_value, ts__gte=since, ts__lt=until)
    every = [Seen.of_record(event.record(comments=())) for event in events.order_by("ts", "ordinal")]
    fitting = [seen for seen in every if meets(rule.event_value, rule.conditions, seen)]
    actor, trials = Actor(f"rule {rule.name}", via="task"), []
    try:
        with recorded(actor):
            trials = [Trial(seen, outcomes(rule, seen, actor)) for seen in fitting[:MOST]]
            raise _Enough
    except _Enough:
        return DryRun(len(every), trials, len(fitting) > MOST)
