"""Carrying out what is due: gather values, attach them, remember what became of it."""

import logging
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Any

from django.db import InterfaceError, OperationalError

from logging_core.automation.aux_rules import sending, storing
from logging_core.automation.aux_rules.gathering import NoAnswer, Nothing
from logging_core.automation.aux_rules.models import AuxTask, Kind
from logging_core.automation.aux_rules.origins import Origins
from logging_core.automation.aux_rules.sources import kinds, streams
from logging_core.automation.aux_rules.storing import Outcome
from logging_core.shared import clock
from logging_core.shared.errors import Refusal

log = logging.getLogger(__name__)
AT_A_TIME = 64
AT_ONCE = 16  # threads that wait for others
LONGEST_S = 20.0
ALONE = ""  # the name of a database among the origins of its rule


def work(lane: str) -> None:
    """Everything that is due, for a while; then another turn, so that no task of the broker is long."""
    ends = time.monotonic() + LONGEST_S
    while tasks := AuxTask.objects.claimed(kinds.LANES[lane], clock.now(), AT_A_TIME):
        carry_out(tasks, lane)
        if time.monotonic() > ends:
            sending.send(lane)
            return


def carry_out(tasks: list[AuxTask], lane: str) -> None:
    origins = Origins({task.rule for task in tasks} if lane == "far" else set(), clock.now())
    for outcomes in _by_event(tasks) if lane == "near" else _as_they_come(tasks, origins):
        _store(outcomes)
        for outcome in outcomes:
            origins.take(outcome.task.rule, outcome.signs, clock.now())


def _store(outcomes: list[Outcome]) -> None:
    """What cannot be stored (records kept read-only, a defect) is told at these tasks and stops no others."""
    try:
        storing.store(outcomes)
    except (InterfaceError, OperationalError):
        raise
    except Exception as problem:
        log.warning("aux data cannot be stored: %s", problem, exc_info=not isinstance(problem, Refusal))
        storing.give_up([outcome.task for outcome in outcomes], str(problem))


def _by_event(tasks: list[AuxTask]) -> Iterator[list[Outcome]]:
    """What the streams say at an event is asked and stored together: few questions, one entry in the journal."""
    by_event: dict[int, list[AuxTask]] = {}
    for task in tasks:
        by_event.setdefault(task.event_id, []).append(task)
    for of_event in by_event.values():
        looked_up = _looked_up(of_event)
        yield [outcome(task, looked_up=looked_up) for task in of_event]


def _looked_up(tasks: list[AuxTask]) -> streams.Readings | None:
    try:
        return streams.look_up([task.rule for task in tasks], tasks[0].event.ts)
    except (LookupError, TypeError, ValueError):  # one of the rules is broken: each for itself
        return None


def _as_they_come(tasks: list[AuxTask], origins: Origins) -> Iterator[list[Outcome]]:
    """Who answers first is attached first. The threads use no database."""
    with ThreadPoolExecutor(AT_ONCE) as threads:
        asked = [threads.submit(outcome, task, resting=origins.resting(task.rule)) for task in tasks]
        for answer in as_completed(asked):
            yield [answer.result()]


def outcome(
    task: AuxTask, *, resting: storing.Resting | None = None, looked_up: streams.Readings | None = None
) -> Outcome:
    """What the rule gives for the event. A defect of ours is a failure of this task only."""
    if not task.rule.enabled:
        return Outcome(task, left="the rule was switched off")
    if resting and ALONE in resting:
        return Outcome(task, problem=NoAnswer("it is not asked: it failed a moment ago"), resting=resting)
    more: dict[str, Any] = {}
    if task.rule.kind == Kind.FRAMES:
        more["resting"] = frozenset(resting or {})
    elif task.rule.kind == Kind.STREAMS:
        more["looked_up"] = looked_up
    try:
        return Outcome(task, kinds.named(task.rule.kind).gather(task.rule, task.event.ts, **more))
    except Nothing as problem:
        return Outcome(task, problem=problem, resting=resting)
    except Exception as problem:
        log.exception("aux data of %s for event %s", task.rule.name, task.event.id)
        return Outcome(task, problem=NoAnswer(f"{type(problem).__name__}: {problem}"))
