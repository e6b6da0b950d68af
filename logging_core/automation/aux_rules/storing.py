"""Records are attached and tasks settled in one transaction."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from logging_core.automation.aux_rules.gathering import Gathered, Nothing, NoValues, Sign
from logging_core.automation.aux_rules.models import AuxTask, Kind, TaskState
from logging_core.events.aux_data import put_aux_data
from logging_core.events.models import Event
from logging_core.shared import clock
from logging_core.shared.announce import Actor, recorded

SERVICE = Actor("aux data", via="task")
SETTLES_AFTER = timedelta(seconds=2)
LONGEST_PAUSE_S = 60.0
Resting = dict[str, datetime]


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
        for outcome in outcomes:
            if event is None:
                _settle(outcome.task, state=TaskState.LEFT, cause="the event was deleted", finished_at=now)
            elif event.ts != known.ts:
                _settle(outcome.task, state=TaskState.WAITING, next_try=now)
            else:
                _finish(event, outcome, now)


def give_up(tasks: list[AuxTask], cause: str) -> None:
    for task in tasks:
        _settle(task, state=TaskState.FAILED, cause=cause, finished_at=clock.now())


def _finish(event: Event, outcome: Outcome, now: datetime) -> None:
    task, gathered = outcome.task, outcome.gathered
    if outcome.left:
        _settle(task, state=TaskState.LEFT, cause=outcome.left, finished_at=now)
    elif gathered:
        put_aux_data(
            actor=SERVICE, event_id=event.id, data_source=task.rule.data_source, data_array=gathered.elements
        )
        _attached(task, gathered, now)
    elif task.attached_at:
        _settle(task, state=TaskState.DONE, finished_at=now)  # what was attached first stays
    elif outcome.problem:
        _try_again_or_give_up(outcome, outcome.problem, now)


def _attached(task: AuxTask, gathered: Gathered, now: datetime) -> None:
    told = {"attached_at": task.attached_at or now, "cause": "; ".join(gathered.notes)}
    if gathered.settled:
        _settle(task, state=TaskState.DONE, finished_at=now, **told)
    else:
        _settle(task, state=TaskState.WAITING, next_try=now + SETTLES_AFTER, **told)


def _try_again_or_give_up(outcome: Outcome, problem: Nothing, now: datetime) -> None:
    task, cause = outcome.task, str(problem)
    ends = _ends(task)
    if now >= ends:
        given_up = TaskState.MISSING if isinstance(problem, NoValues) else TaskState.FAILED
        _settle(task, state=given_up, cause=cause, finished_at=now)
        return
    pause = timedelta(seconds=min(2.0 ** (task.tries - 1), LONGEST_PAUSE_S))
    awake = min((outcome.resting or {}).values(), default=now)
    _settle(task, state=TaskState.WAITING, cause=cause, next_try=min(max(now + pause, awake), ends))


def _ends(task: AuxTask) -> datetime:
    """Until when it is tried: a camera sees the present, whatever the rule is ready to wait."""
    ends = task.asked_at + timedelta(seconds=task.rule.wait_s)
    if task.rule.kind == Kind.FRAMES:
        return min(ends, task.event.ts + timedelta(seconds=task.rule.longest_age_s))
    return ends


def _settle(task: AuxTask, **fields: object) -> None:
    """Only while it is still ours: a worker that was thought dead changes nothing."""
    AuxTask.objects.filter(pk=task.pk, claim=task.claim).update(claim=None, lease_until=None, **fields)
