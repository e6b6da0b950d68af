"""Which rules an event waits for."""

from collections.abc import Container, Iterable
from datetime import datetime, timedelta

from logging_core.automation.aux_rules.models import AuxRule, AuxTask, TaskState
from logging_core.events.models import Event
from logging_core.shared import clock
from logging_core.voyages.models import Lowering


class Whereabouts:
    """Whether a moment lies within a lowering, asked once a moment."""

    def __init__(self) -> None:
        self._known: dict[datetime, bool] = {}

    def in_lowering(self, moment: datetime) -> bool:
        if moment not in self._known:
            self._known[moment] = Lowering.objects.containing(moment).exists()
        return self._known[moment]


def concerns(rule: AuxRule, event: Event, where: Whereabouts) -> bool:
    """Whether events like this one get a record of the rule, whenever they come."""
    if event.value in rule.except_values:
        return False
    return not rule.during_lowering or where.in_lowering(event.ts)


def is_fresh(rule: AuxRule, event: Event, now: datetime) -> bool:
    return now - event.ts <= timedelta(seconds=rule.longest_age_s)


def ask(events: Iterable[Event], now: datetime, anew: Container[str] = ()) -> None:
    """Each rule that concerns an event gets its task, once; events `anew` count from now."""
    rules, where = list(AuxRule.objects.working()), Whereabouts()
    tasks = [
        AuxTask(event=event, rule=rule, asked_at=now if event.id in anew else min(now, event.received_at))
        for event in events
        for rule in rules
        if is_fresh(rule, event, now) and concerns(rule, event, where)
    ]
    AuxTask.objects.bulk_create(tasks, ignore_conflicts=True)


def forget(ids: Iterable[str]) -> None:
    """The time of these events was changed, or they came back: what was asked belongs to another moment."""
    AuxTask.objects.filter(event__id__in=list(ids)).delete()


def settle_posted(event_id: str, data_source: str) -> None:
    """A record that another program was expected to post has come."""
    now = clock.now()
    expected = AuxTask.objects.filter(event__id=event_id, rule__data_source=data_source, rule__kind="posted")
    expected.exclude(state=TaskState.DONE).update(state=TaskState.DONE, attached_at=now, finished_at=now, cause="")
