"""The invented people at work: every now and then one of them logs something, finishes it, remarks on it."""

import heapq
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from logging_core.accounts.models import User
from logging_core.demo import people, voyage
from logging_core.demo.answers import answers, needs_form, press, remark
from logging_core.demo.past import REMARKS_LATER
from logging_core.demo.templates import BUTTONS
from logging_core.events.actions import NewEvent, change_event, log_event
from logging_core.events.comments import comment_on_event
from logging_core.events.models import Event, State
from logging_core.shared.announce import Actor
from logging_core.shared.errors import Refusal
from logging_core.shared.ids import new_id

log = logging.getLogger(__name__)
PAUSE_S = (10, 40)
FORM_S = (4, 12)  # how long somebody fills in a form
BY_ID = {button.id: button for button in BUTTONS}
Act = Callable[[datetime], None]


class Crew:
    """What the invented people have in mind: acts with the time at which they are due."""

    def __init__(self, random: Random, moment: datetime) -> None:
        self.random = random
        self._due: list[tuple[datetime, int, Act]] = []
        self._planned = 0
        self._plan(moment, PAUSE_S, self._next)
        for draft in Event.objects.filter(state=State.DRAFT, created_by__in=people.crew()):
            self._plan_completion(moment, draft.id)

    def step(self, moment: datetime) -> None:
        """Do what is due. An act that the rules refuse (a template was changed meanwhile) is left out."""
        while self._due and self._due[0][0] <= moment:
            _, _, act = heapq.heappop(self._due)
            try:
                act(moment)
            except Refusal as refusal:
                log.info("the demonstration left something out: %s", refusal)

    def _plan(self, moment: datetime, seconds: tuple[int, int], act: Act) -> None:
        self._planned += 1
        due = moment + timedelta(seconds=self.random.uniform(*seconds))
        heapq.heappush(self._due, (due, self._planned, act))

    def _next(self, moment: datetime) -> None:
        """One of the things that people do; planned again first, so that nothing ends the watch."""
        self._plan(moment, PAUSE_S, self._next)
        if any(dive.is_under_way(moment) for dive in voyage.stored_dives()):
            acts: list[Act] = [self._log, self._comment, self._correct]
            self.random.choices(acts, weights=(16, 2, 1))[0](moment)

    def _log(self, moment: datetime) -> None:
        button, person = press(self.random), self.random.choice(people.crew())
        as_draft = needs_form(button) and self.random.random() < 0.6
        new = NewEvent(
            value=button.value,
            template_id=button.id,
            state=State.DRAFT if as_draft else State.FINAL,
            options=[] if as_draft else answers(button, self.random),
            free_text="" if as_draft else remark(button, self.random),
        )
        event, _ = log_event(actor=_actor(person), user=person, id=new_id(), new=new)
        if as_draft:
            self._plan_completion(moment, event.id)

    def _plan_completion(self, moment: datetime, id: str) -> None:
        self._plan(moment, FORM_S, lambda now: self._complete(id))

    def _complete(self, id: str) -> None:
        """Submit the form of a draft, unless somebody deleted it meanwhile."""
        event = Event.objects.select_related("created_by").filter(id=id, state=State.DRAFT).first()
        if event is None or event.template_id not in BY_ID or event.created_by is None:
            return
        button = BY_ID[event.template_id]
        changed = {
            "state": State.FINAL,
            "options": answers(button, self.random),
            "free_text": remark(button, self.random),
        }
        change_event(actor=_actor(event.created_by), user=event.created_by, id=id, changed=changed)

    def _comment(self, moment: datetime) -> None:
        event, person = self._recent(), self.random.choice(people.crew())
        if event is not None:
            text = self.random.choice(REMARKS_LATER)
            comment_on_event(actor=_actor(person), user=person, event_id=event.id, id=new_id(), text=text)

    def _correct(self, moment: datetime) -> None:
        event = self._recent()
        if event is None or event.template_id not in BY_ID or event.created_by is None:
            return
        changed = {"options": answers(BY_ID[event.template_id], self.random)}
        author = event.created_by
        change_event(
            actor=_actor(author), user=author, id=event.id, changed=changed, reason="seen again on the video"
        )

    def _recent(self) -> Event | None:
        """One of the last things that the invented people logged."""
        mine = Event.objects.filter(created_by__in=people.crew(), state=State.FINAL).exclude(template_id="")
        found = list(mine.exclude(value="VEHICLE").select_related("created_by").order_by("-ts")[:8])
        return self.random.choice(found) if found else None


def _actor(person: User) -> Actor:
    return Actor(person.username, person.id, "page")
