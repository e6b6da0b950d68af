"""One look of a trigger at what came since its last one.

Its state row is locked meanwhile: of two tasks at once one looks, the other passes on. State, event and
notification are one transaction, and their ids come from trigger and crossing: it counts once, whatever dies.
"""

import logging
from datetime import timedelta

from django.db import InterfaceError, OperationalError

from logging_core.automation.triggers import crossing, reading
from logging_core.automation.triggers.conditions import condition_of
from logging_core.automation.triggers.crossing import Crossing, Standing, Step
from logging_core.automation.triggers.firing import fire
from logging_core.automation.triggers.models import Kind, Trigger, TriggerState
from logging_core.shared import clock
from logging_core.shared.announce import Actor, Changes, recorded
from logging_core.shared.errors import Refusal

log = logging.getLogger(__name__)
MOST_VALUES = 5000  # a look; what is left comes with the next one


def evaluate_all() -> None:
    """A trigger that fails keeps none of the others from their look."""
    for id in Trigger.objects.filter(enabled=True).values_list("id", flat=True):
        try:
            evaluate(id)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            log.exception("trigger %s could not look", id)


def evaluate(id: str) -> None:
    """Go on from where the last look stopped."""
    enabled = TriggerState.objects.filter(trigger__id=id, trigger__enabled=True).select_related("trigger")
    trigger_name = Trigger.objects.filter(id=id).values_list("name", flat=True).first()
    with recorded(Actor(f"trigger {trigger_name}", via="task")) as changes:
        state = enabled.select_for_update(of=("self",), skip_locked=True).first()
        if state is None:
            return
        try:
            crossings = _look(state)
            state.problem = ""
        except reading.NotThere as problem:
            crossings, state.problem = [], str(problem)
        for one in crossings:
            _fire(state, one, changes)
        state.save()


def _fire(state: TriggerState, one: Crossing, changes: Changes) -> None:
    try:
        state.fired_event_id = fire(state.trigger, one, changes)
        state.fired_at = one.at
    except Refusal as refusal:
        log.warning("trigger %s: %s", state.trigger, refusal)
        state.problem = refusal.message


def _look(state: TriggerState) -> list[Crossing]:
    """The crossings since the last look; takes down in the row how far it came."""
    trigger = state.trigger
    newest = reading.latest(trigger.kind, trigger.setting)
    steps = _silence(state, newest) if trigger.kind == Kind.SILENCE else _values(state, newest)
    state.value = newest.said
    if steps:
        state.phase, state.since = steps[-1].standing.phase, steps[-1].standing.since
    return [step.crossing for step in steps if step.crossing]


def _values(state: TriggerState, newest: reading.Latest) -> list[Step]:
    trigger = state.trigger
    condition = condition_of(trigger.kind, trigger.setting)
    if state.seen_at is None:
        state.seen_at = newest.at
        return [Step(crossing.begin(condition, newest.value, newest.at))]
    came = reading.values(trigger.kind, trigger.setting, state.seen_at, newest.at, MOST_VALUES)
    state.seen_at = came[-1][0] if came else state.seen_at
    return list(crossing.walk(_standing(state), condition, _lasting(trigger), came))


def _silence(state: TriggerState, newest: reading.Latest) -> list[Step]:
    is_first, state.seen_at = state.seen_at is None, newest.at
    now = clock.now()
    made = crossing.silence(_standing(state), _lasting(state.trigger), newest.at, now)
    return [Step(made.standing)] if is_first else [made]


def _standing(state: TriggerState) -> Standing:
    return Standing(state.phase, state.since)


def _lasting(trigger: Trigger) -> timedelta:
    return timedelta(seconds=trigger.setting["lasting_s"])
