"""Filling an empty installation with the demonstration, all or nothing."""

from logging_core.accounts.models import User
from logging_core.automation.actions import set_variable
from logging_core.automation.models import ASNAP_STATUS
from logging_core.automation.tasks import measure_free_space
from logging_core.demo import people, voyage, watch
from logging_core.demo.measurements import Instruments
from logging_core.demo.past import dive_stats, make_past
from logging_core.demo.templates import make_templates
from logging_core.shared import clock
from logging_core.shared.announce import Actor, recorded

ACTOR = Actor("demo", via="command")


def is_filled() -> bool:
    return voyage.stored_cruise() is not None


def has_accounts() -> bool:
    return User.objects.exists()


def fill() -> int:
    """Make accounts, templates, the cruise with its dives and its past in one transaction; counts the events."""
    moment = clock.now()
    dives = voyage.planned_dives(moment)
    stats = {dive.id: dive_stats(dive, dive.stop) for dive in dives if dive.stop}
    with recorded(ACTOR):
        people.make_accounts(ACTOR)
        make_templates(ACTOR)
        cruise = voyage.make_voyage(ACTOR, moment, dives, stats)
        instruments = Instruments(cruise.start_ts, dives)
        events = make_past(actor=ACTOR, people=people.crew(), instruments=instruments, moment=moment)
        watch.set_up(ACTOR, people.crew(), dives)
        set_variable(actor=ACTOR, name=ASNAP_STATUS, value="On")
        measure_free_space()
    return events
