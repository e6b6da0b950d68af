"""Aux data of past events: the rules that can tell the past are asked for each event once more."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet

from logging_core.automation.aux_rules.gathering import Gathered, NoAnswer, Nothing
from logging_core.automation.aux_rules.models import AuxRule, AuxTask, Kind, TaskState
from logging_core.automation.aux_rules.planning import Whereabouts, concerns
from logging_core.automation.aux_rules.sources import kinds
from logging_core.events.aux_data import put_aux_data
from logging_core.events.models import AuxData, Event
from logging_core.shared import clock
from logging_core.shared.announce import Actor, recorded
from logging_core.shared.errors import Refusal
from logging_core.voyages.models import Cruise, Lowering

AT_A_TIME = 100  # events
AT_ONCE = 8  # questions to a database of others
GIVE_UP_AFTER = 10  # questions in a row without an answer
MOST_LINES = 200
Tell = Callable[[str], None]
Progress = Callable[[int, int], None]


@dataclass
class Course:
    """How it is done, and what came of it so far."""

    actor: Actor
    dry_run: bool = False
    only_missing: bool = False
    say: Tell = print
    progress: Progress = lambda done, total: None
    counts: Counter[str] = field(default_factory=Counter)
    unanswered: int = 0
    lines: int = 0

    def tell(self, line: str) -> None:
        """The first lines; whoever fills a cruise does not read a hundred thousand."""
        self.lines += 1
        if self.lines <= MOST_LINES:
            self.say(line)
        elif self.lines == MOST_LINES + 1:
            self.say("... and so on; see the counts at the end")


def of_voyage(voyage: Cruise | Lowering) -> QuerySet[Event]:
    """Events of a cruise or lowering, by their time."""
    events = Event.objects.alive().filter(ts__gte=voyage.start_ts)
    return events.filter(ts__lte=voyage.stop_ts) if voyage.stop_ts else events


def associate(events: QuerySet[Event], rules: list[AuxRule], course: Course) -> dict[str, Any]:
    """Attach the record of each rule to each event, in the order of time; gives the counts.

    What is there is replaced, so that doing it again changes nothing. Raises Refusal when a source does not answer
    any more.
    """
    total, done, where = events.count(), 0, Whereabouts()
    course.progress(0, total)
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for batch in _batches(events):
            for event, rule, answer in _answers(list(_pairs(batch, rules, where, course)), threads):
                _take(event, rule, answer, course)
            done += len(batch)
            course.progress(done, total)
    return {"events": done, "dry_run": course.dry_run, **course.counts}


def _batches(events: QuerySet[Event]) -> Iterator[list[Event]]:
    """By place in the order, so that events that come meanwhile move nothing."""
    ordered = events.order_by("ts", "ordinal")
    batch = list(ordered[:AT_A_TIME])
    while batch:
        yield batch
        last = batch[-1]
        batch = list(ordered.filter(Q(ts__gt=last.ts) | Q(ts=last.ts, ordinal__gt=last.ordinal))[:AT_A_TIME])


def _pairs(
    batch: list[Event], rules: list[AuxRule], where: Whereabouts, course: Course
) -> Iterator[tuple[Event, AuxRule]]:
    there: set[tuple[int, str]] = set()
    if course.only_missing:
        there = set(AuxData.objects.current().filter(event__in=batch).values_list("event_id", "data_source"))
    for event in batch:
        for rule in rules:
            if (event.pk, rule.data_source) not in there and concerns(rule, event, where):
                yield event, rule


def _answers(
    pairs: Iterable[tuple[Event, AuxRule]], threads: ThreadPoolExecutor
) -> Iterator[tuple[Event, AuxRule, Gathered | Nothing]]:
    """Our own streams one by one; others' databases several at once, and not far ahead of what is taken."""
    waiting = iter(pairs)
    while chunk := list(islice(waiting, AT_ONCE)):
        far = {place: threads.submit(_gathered, *pair) for place, pair in enumerate(chunk) if _is_far(pair[1])}
        for place, (event, rule) in enumerate(chunk):
            yield event, rule, far[place].result() if place in far else _gathered(event, rule)


def _is_far(rule: AuxRule) -> bool:
    return rule.kind != Kind.STREAMS


def _gathered(event: Event, rule: AuxRule) -> Gathered | Nothing:
    try:
        return kinds.named(rule.kind).gather(rule, event.ts)
    except Nothing as cause:
        return cause


def _take(event: Event, rule: AuxRule, answer: Gathered | Nothing, course: Course) -> None:
    what = f"{clock.iso(event.ts)} {event.value} ({event.id}) {rule.data_source}"
    if isinstance(answer, Nothing):
        course.counts["failed" if isinstance(answer, NoAnswer) else "without values"] += 1
        course.tell(f"{what}: {answer}")
        course.unanswered = course.unanswered + 1 if isinstance(answer, NoAnswer) else 0
        if course.unanswered >= GIVE_UP_AFTER:
            raise Refusal(f"Stopped after {GIVE_UP_AFTER} questions without an answer: {answer}")
        return
    course.unanswered = 0
    if course.dry_run:
        course.counts["would be attached"] += 1
        course.tell(f"{what}: {_as_words(answer)}")
    else:
        course.counts["attached"] += _attach(event, rule, answer, course.actor)
    for note in answer.notes:
        course.tell(f"{what}: {note}")


def _as_words(answer: Gathered) -> str:
    return ", ".join(
        " ".join(str(element.get(part, "")) for part in ("data_name", "data_value", "data_uom")).strip()
        for element in answer.elements
    )


def _attach(event: Event, rule: AuxRule, answer: Gathered, actor: Actor) -> int:
    """1, or 0 when the event is gone or was moved meanwhile."""
    with recorded(actor):
        if not Event.objects.alive().select_for_update(of=("self",)).filter(pk=event.pk, ts=event.ts).exists():
            return 0
        put_aux_data(actor=actor, event_id=event.id, data_source=rule.data_source, data_array=answer.elements)
        now = clock.now()
        if rule.pk:
            owed = AuxTask.objects.filter(event=event, rule=rule).exclude(state=TaskState.DONE)
            owed.update(state=TaskState.DONE, finished_at=now, claim=None, cause="filled afterwards")
    return 1
