"""Records are attached and tasks settled in one transaction."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from logging_core.automation.aux_rules.gathering import Gathered, Nothing, NoValues, Sign
from logging_core.automation.aux_rules.models import AuxTask, Kind, TaskState
from logging_core.events.aux_data import put_aux_data
from logging_core.events.models import Event
from logging_core.shared import clock
from logging_core.shared.announce import Actor, recorded

SERVICE = Actor("aux data", via="task")
SETTLES_AFTER = timedelta(seconds=2)
LONGEST_PAUSE_S = 300.0
Resting = dict[str, datetime]
Verdict = dict[str, Any]  # fields of the task


@dataclass(frozen=True)
class Outcome:
    """What came of one task: a record, or why there is none; `left` when it is none of ours any more."""

    task: AuxTask
    gathered: Gathered | None = None
    problem: Nothing | None = None
    resting: Resting | None = None
    left: str = ""

    @property
    def signs(self) -> list[Sign]:
        found = self.gathered or self.problem
        return found.signs if found else []


def store(outcomes: list[Outcome]) -> None:
    """Attach the records of one event. When its time was changed meanwhile, they are asked for anew."""
    known = outcomes[0].task.event
    with recorded(SERVICE):
        event = Event.objects.alive().select_for_update(of=("self",)).filter(pk=known.pk).first()
        now = clock.now()
        if event is None:
            verdict: Verdict = {"state": TaskState.LEFT, "cause": "the event was deleted", "finished_at": now}
            verdicts = [(outcome.task, verdict) for outcome in outcomes]
        elif event.ts != known.ts:
            verdicts = [(outcome.task, {"state": TaskState.WAITING, "next_try": now}) for outcome in outcomes]
        else:
            verdicts = [(outcome.task, _finished(event, outcome, now)) for outcome in outcomes]
        _settle(verdicts)


def give_up(tasks: list[AuxTask], cause: str) -> None:
    verdict: Verdict = {"state": TaskState.FAILED, "cause": cause, "finished_at": clock.now()}
    _settle([(task, verdict) for task in tasks])


def _finished(event: Event, outcome: Outcome, now: datetime) -> Verdict:
    """Attach the record, if there is one; gives what is to be remembered of the task."""
    task, gathered = outcome.task, outcome.gathered
    if outcome.left:
        return {"state": TaskState.LEFT, "cause": outcome.left, "finished_at": now}
    if gathered:
        source = task.rule.data_source
        put_aux_data(actor=SERVICE, event_id=event.id, data_source=source, data_array=gathered.elements)
        return _attached(task, gathered, now)
    if task.attached_at or outcome.problem is None:
        return {"state": TaskState.DONE, "finished_at": now}  # what was attached first stays
    return _tried(outcome, outcome.problem, now)


def _attached(task: AuxTask, gathered: Gathered, now: datetime) -> Verdict:
    told = {"attached_at": task.attached_at or now, "cause": "; ".join(gathered.notes)}
    if gathered.settled:
        return {"state": TaskState.DONE, "finished_at": now, **told}
    return {"state": TaskState.WAITING, "next_try": now + SETTLES_AFTER, **told}


def _tried(outcome: Outcome, problem: Nothing, now: datetime) -> Verdict:
    """To be tried again, or given up."""
    task, cause = outcome.task, str(problem)
    ends = _ends(task)
    if now >= ends:
        given_up = TaskState.MISSING if isinstance(problem, NoValues) else TaskState.FAILED
        return {"state": given_up, "cause": cause, "finished_at": now}
    pause = _pause(task.tries, now - task.event.ts)
    awake = min((outcome.resting or {}).values(), default=now)
    return {"state": TaskState.WAITING, "cause": cause, "next_try": min(max(now + pause, awake), ends)}


def _pause(tries: int, age: timedelta) -> timedelta:
    """1 s, doubling; at once longer for old events: their values come with a spool that is drained, if at all."""
    return timedelta(seconds=min(max(2.0 ** (tries - 1), age.total_seconds() / 4), LONGEST_PAUSE_S))


def _ends(task: AuxTask) -> datetime:
    """Until when it is tried: a camera sees the present, whatever the rule is ready to wait."""
    ends = task.asked_at + timedelta(seconds=task.rule.wait_s)
    if task.rule.kind == Kind.FRAMES:
        return min(ends, task.event.ts + timedelta(seconds=task.rule.longest_age_s))
    return ends


def _settle(verdicts: list[tuple[AuxTask, Verdict]]) -> None:
    """Only while they are still ours: a worker that was thought dead changes nothing. Equal ones in one go."""
    by_verdict: dict[tuple[Any, ...], list[AuxTask]] = {}
    for task, verdict in verdicts:
        by_verdict.setdefault((task.claim, *sorted(verdict.items())), []).append(task)
    for (claim, *fields), tasks in by_verdict.items():
        held = AuxTask.objects.filter(pk__in=[task.pk for task in tasks], claim=claim)
        held.update(claim=None, lease_until=None, **dict(fields))
