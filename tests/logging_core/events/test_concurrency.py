"""Several people and programs at once, each with a connection of its own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from logging_core.accounts.models import User
from logging_core.events import actions
from logging_core.events.actions import NewEvent
from logging_core.events.aux_data import attach_aux_data
from logging_core.events.models import AuxData, Event
from logging_core.shared.errors import Conflict
from logging_core.shared.ids import new_id
from logging_core.shared.models import Change
from tests.logging_core.events.making import actor, log, verbs
from tests.people import make_person

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def logger() -> User:
    return make_person("logger", roles=["event_logger"])


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Start all at the same moment; their results, an exception being one."""
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        gate.wait()
        try:
            return act()
        except Exception as problem:
            return problem
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.parametrize("senders", [2, 8])
def test_one_id_sent_by_several_at_the_same_moment_is_stored_once(logger: User, senders: int) -> None:
    id = new_id()

    def send() -> tuple[Event, bool]:
        return actions.log_event(actor=actor(logger), user=logger, id=id, new=NewEvent("FISH"))

    results = at_once(*[send] * senders)
    assert sorted(stored_now for _, stored_now in results) == [False] * (senders - 1) + [True]
    assert {event.id for event, _ in results} == {id}
    assert Event.objects.count() == 1
    assert verbs(id) == ["create"]


def test_of_two_who_change_one_version_one_gets_a_conflict(logger: User) -> None:
    event = log(logger)

    def correct(text: str) -> Callable[[], Event]:
        return lambda: actions.change_event(
            actor=actor(logger), user=logger, id=event.id, changed={"free_text": text}, version=1
        )

    results = at_once(correct("one"), correct("two"))
    (changed,) = [result for result in results if isinstance(result, Event)]
    (refused,) = [result for result in results if isinstance(result, Conflict)]
    assert Event.objects.get().free_text == changed.free_text == refused.details["current"]["event_free_text"]
    assert verbs(event.id) == ["create", "update"]


def test_two_inserters_of_one_source_end_with_one_record(logger: User) -> None:
    event = log(logger)

    def insert(depth: float) -> Callable[[], AuxData]:
        values = [{"data_name": "depth", "data_value": depth}]
        return lambda: attach_aux_data(actor=actor(None), event=event, data_source="ctd", data_array=values)

    results = at_once(*[insert(depth) for depth in (1.5, 2.5, 3.5, 4.5)])
    assert {aux.id for aux in results} == {AuxData.objects.get().id}
    changes = Change.objects.filter(kind="aux_data").order_by("seq")
    assert [change.verb for change in changes] == ["create", "update", "update", "update"]
    assert changes.last().after["data_array"] == AuxData.objects.get().data_array
