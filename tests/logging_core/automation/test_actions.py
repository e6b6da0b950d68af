from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connections

from logging_core.automation import actions
from logging_core.automation.models import ASNAP_STATUS, FREE_BYTES, FREE_PERCENT, CustomVariable
from logging_core.automation.tasks import asnap_tick, measure_free_space
from logging_core.events.actions import delete_event
from logging_core.events.models import Event
from logging_core.shared import audit, clock, feed
from logging_core.shared.announce import Actor
from logging_core.shared.errors import NotAllowed

MOMENT = clock.parse("2026-03-14T12:00:07.300Z")
ACTOR = Actor("chief")


def switch(on: bool) -> None:
    CustomVariable.objects.filter(name=ASNAP_STATUS).update(value="On" if on else "Off")


def variable(name: str) -> str:
    return CustomVariable.objects.get(name=name).value


@pytest.fixture
def on(db: None, settings) -> None:
    settings.ASNAP_INTERVAL = 10
    switch(True)


def test_a_new_installation_has_its_variables_and_asnap_is_off(db: None) -> None:
    variables = dict(CustomVariable.objects.values_list("name", "value"))
    assert variables == {"asnapStatus": "Off", "freeSpaceInBytes": "0", "freeSpacePercentage": "0"}
    assert not actions.asnap_is_on()


def test_while_it_is_off_nothing_is_logged(db: None) -> None:
    assert actions.snap(MOMENT) is None
    asnap_tick()
    assert not Event.objects.exists()


def test_a_period_gets_one_snapshot_however_often_it_is_asked_for(on: None) -> None:
    events = [actions.snap(MOMENT + timedelta(milliseconds=step)) for step in (0, 1, 500, 2_699)]
    assert len({event.id for event in events if event}) == 1
    event = Event.objects.get()
    assert (event.value, event.author, event.created_by) == ("ASNAP", "asnap", None)


@pytest.mark.parametrize(
    ("interval", "moment", "period"),
    [
        (10, "12:00:07.300", "12:00:00"),
        (10, "12:00:09.999", "12:00:00"),
        (10, "12:00:10.000", "12:00:10"),
        (1, "12:00:07.300", "12:00:07"),
        (7, "12:00:07.300", "12:00:06"),
        (3600, "12:59:59.999", "12:00:00"),
    ],
)
def test_snapshots_lie_on_whole_seconds_of_their_period(
    on: None, settings, interval: int, moment: str, period: str
) -> None:
    settings.ASNAP_INTERVAL = interval
    event = actions.snap(clock.parse(f"2026-03-14T{moment}Z"))
    assert event is not None
    assert int(event.ts.timestamp()) % interval == 0
    assert clock.iso(event.ts) == f"2026-03-14T{period}.000Z"


def test_the_next_period_gets_its_own_snapshot(on: None) -> None:
    for seconds in range(0, 60, 5):
        actions.snap(MOMENT + timedelta(seconds=seconds))
    moments = list(Event.objects.order_by("ts").values_list("ts", flat=True))
    assert [later - earlier for earlier, later in pairwise(moments)] == [timedelta(seconds=10)] * 6


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_schedulers_at_the_same_moment_make_one_snapshot() -> None:
    switch(True)

    def snap(_: int) -> str:
        try:
            event = actions.snap(MOMENT)
            return event.id if event else ""
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        ids = set(pool.map(snap, range(6)))
    assert ids == {Event.objects.get().id}


def test_a_deleted_snapshot_does_not_come_back_in_its_period(on: None, admin) -> None:
    event = actions.snap(MOMENT)
    assert event is not None
    delete_event(actor=ACTOR, user=admin, id=event.id)
    actions.snap(MOMENT)
    assert Event.objects.get().state == "deleted"


def test_the_tick_logs_the_present_period(on: None) -> None:
    before = clock.now()
    asnap_tick()
    assert before - timedelta(seconds=10) < Event.objects.get().ts <= clock.now()


def test_a_variable_that_has_the_value_already_is_not_announced(db: None) -> None:
    seq = feed.head().seq
    actions.set_variable(actor=ACTOR, name=ASNAP_STATUS, value="Off")
    assert feed.head().seq == seq
    changed = actions.set_variable(actor=ACTOR, name=ASNAP_STATUS, value="On")
    assert (changed.version, feed.head().seq) == (2, seq + 1)
    entry = audit.history("variable", changed.id)[0]
    assert (entry["actor"], entry["before"]["custom_var_value"], entry["after"]["custom_var_value"]) == (
        "chief",
        "Off",
        "On",
    )


@pytest.mark.parametrize(
    ("person", "may"),
    [
        ("admin", True),
        ("cruise_manager", True),
        ("event_manager", True),
        ("template_manager", False),
        ("logger", False),
        ("guest", False),
        ("watcher", False),
    ],
)
def test_who_may_switch_the_snapshots(people, person: str, may: bool) -> None:
    user = people(person)
    if may:
        actions.switch_asnap(actor=ACTOR, user=user, on=True)
    else:
        with pytest.raises(NotAllowed):
            actions.switch_asnap(actor=ACTOR, user=user, on=True)
    assert actions.asnap_is_on() is may


def test_free_space_is_measured_on_the_disk_of_the_data(db: None) -> None:
    measure_free_space()
    assert int(variable(FREE_BYTES)) > 0
    assert 0 <= int(variable(FREE_PERCENT)) <= 100
