"""Every verb that changes something, as everybody: operators and admins may, nobody else."""

from collections.abc import Callable
from typing import Any

import pytest

from logging_core.shared import permissions
from logging_core.shared.errors import NotAllowed, Refusal
from logging_core.shared.ids import new_id
from monitoring.completion import actions, automatic, cleaning, update
from monitoring.completion.sources import actions as sources
from monitoring.completion.sources.models import Source
from monitoring.completion.stack import actions as stack
from monitoring.inventory import actions as inventory
from monitoring.logs import actions as logs
from monitoring.statistics import actions as statistics
from tests.monitoring.setup import ACTOR, Site
from tests.people import PEOPLE

pytestmark = pytest.mark.django_db
Verb = Callable[[Site, Any], Any]


def some_source() -> Source:
    told = {"name": new_id(), "kind": "FDSNWS", "parameters": {"url": "http://127.0.0.1:1/"}}
    return sources.store(actor=ACTOR, by=None, source=None, told=told, streams=[])


OPERATORS: dict[str, Verb] = {
    "configure": lambda site, by: actions.configure(actor=ACTOR, by=by, told={}),
    "ask by hand": lambda site, by: actions.ask(actor=ACTOR, by=by, streams=[], start_ns=0, end_ns=1),
    "update": lambda site, by: update.run(actor=ACTOR, by=by, start_ns=1, end_ns=0),
    "switch": lambda site, by: automatic.switch(actor=ACTOR, by=by, on=True),
    "store source": lambda site, by: sources.store(actor=ACTOR, by=by, source=None, told={"kind": "none"}),
    "delete source": lambda site, by: sources.delete(actor=ACTOR, by=by, source=some_source()),
    "test source": lambda site, by: sources.test(by=by, source=some_source()),
    "set requests": lambda site, by: stack.set_state(actor=ACTOR, by=by, pks=[], to="new"),
    "delete requests": lambda site, by: stack.delete(actor=ACTOR, by=by, pks=[]),
    "add requests": lambda site, by: stack.add(actor=ACTOR, by=by, archive=site.archive, plans=[], streams={}),
    "import list": lambda site, by: inventory.import_list(actor=ACTOR, by=by, text="G|A|00|BHZ"),
    "import file": lambda site, by: inventory.import_stationxml(actor=ACTOR, by=by, data=b""),
    "import service": lambda site, by: inventory.import_service(actor=ACTOR, by=by, url="", networks=[]),
    "multiplexing": lambda site, by: inventory.set_multiplexing(actor=ACTOR, by=by, stations=[], on=True),
    "monitor": lambda site, by: statistics.monitor_everything(actor=ACTOR, by=by, archive=site.archive),
    "clean statistics": lambda site, by: cleaning.clean_statistics(actor=ACTOR, by=by, ignore=[]),
}
ADMINS: dict[str, Verb] = {
    "clean database": lambda site, by: cleaning.clean_database(actor=ACTOR, by=by, ignore=[]),
    "clean log": lambda site, by: logs.clean(actor=ACTOR, by=by, ignore=[]),
}


@pytest.fixture
def small(db: None, places) -> Site:
    return Site.made(places)


@pytest.mark.parametrize("verb", [*OPERATORS, *ADMINS])
def test_nobody_without_the_role_changes_anything(small: Site, people, verb: str) -> None:
    may = {"admin", "disabled"} | ({"seismic_operator"} if verb in OPERATORS else set())
    for name in PEOPLE.keys() - may:
        with pytest.raises(NotAllowed):
            (OPERATORS | ADMINS)[verb](small, people(name))


@pytest.mark.parametrize("verb", [*OPERATORS, *ADMINS])
def test_operators_and_admins_get_as_far_as_their_input_allows(small: Site, people, operator, verb: str) -> None:
    for person in (operator, people("admin")):
        if verb in ADMINS and person is operator:
            with pytest.raises(NotAllowed):
                ADMINS[verb](small, person)
            continue
        try:
            (OPERATORS | ADMINS)[verb](small, person)
        except Refusal as problem:
            assert not isinstance(problem, NotAllowed)


def test_everybody_who_may_watch_may_look(people) -> None:
    for name in ("admin", "watcher", "logger", "cruise_manager"):
        assert permissions.has_scope(people(name), permissions.READ_ARCHIVE)
        assert permissions.has_scope(people(name), permissions.WRITE_ARCHIVE) is (name == "admin")
    assert not permissions.has_scope(None, permissions.READ_ARCHIVE)
