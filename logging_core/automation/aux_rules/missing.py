"""Which expected records an event lacks."""

from typing import Any

from logging_core.automation.aux_rules.models import OPEN, AuxRule, AuxTask, Kind, TaskState
from logging_core.automation.aux_rules.planning import Whereabouts, concerns, is_fresh
from logging_core.events.models import AuxData, Event
from logging_core.shared import clock

FILLABLE = (Kind.STREAMS, Kind.INFLUXDB)


def missing(event: Event) -> list[dict[str, Any]]:
    """Rules that are on and whose record the event has not, with what is known about it.

    Events from before a rule was switched on are not expected to have it, unless they were asked for.
    """
    there = set(AuxData.objects.current().filter(event=event).values_list("data_source", flat=True))
    tasks = {task.rule_id: task for task in AuxTask.objects.filter(event=event)}
    where, now = Whereabouts(), clock.now()
    return [
        _told(rule, tasks.get(rule.pk))
        for rule in AuxRule.objects.working().exclude(data_source__in=there)
        if rule.pk in tasks
        or (_expected(rule, event) and is_fresh(rule, event, now) and concerns(rule, event, where))
    ]


def _expected(rule: AuxRule, event: Event) -> bool:
    return rule.expected_since is not None and event.received_at >= rule.expected_since


def _told(rule: AuxRule, task: AuxTask | None) -> dict[str, Any]:
    """`state` is awaited, missing or failed."""
    awaited = task is None or task.state in OPEN
    return {
        "rule": rule.name,
        "data_source": rule.data_source,
        "state": "awaited" if awaited or task is None else _word(task),
        "cause": task.cause if task else "",
        "can_be_filled": rule.kind in FILLABLE,
    }


def _word(task: AuxTask) -> str:
    return "failed" if task.state == TaskState.FAILED else "missing"
