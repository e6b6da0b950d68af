"""F10, task by task: killed at any line and delivered twice again, it leaves what one clean run leaves."""

import signal
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

import logging_core.automation.tasks  # as workers do: it makes the followers known
from logging_core.automation.aux_rules import actions as aux_rules
from logging_core.automation.aux_rules import tasks as aux_data
from logging_core.automation.aux_rules.models import AuxTask
from logging_core.automation.following.models import Follower
from logging_core.automation.following.tasks import follow
from logging_core.automation.models import CustomVariable
from logging_core.automation.notifications.actions import save_target
from logging_core.automation.notifications.models import Notification
from logging_core.automation.notifications.tasks import send_due_notifications
from logging_core.automation.rules.actions import save_rule
from logging_core.automation.rules.models import RuleFiring
from logging_core.automation.triggers.actions import save_trigger
from logging_core.automation.triggers.models import TriggerState
from logging_core.automation.triggers.tasks import look_at_triggers
from logging_core.automation.variables.actions import create_variable
from logging_core.events.actions import NewEvent, log_event
from logging_core.events.models import AuxData, Event
from logging_core.shared import clock, feed
from logging_core.shared.announce import Actor
from logging_core.shared.ids import new_id
from logging_core.shared.models import Change
from logging_core.streams.ingest import Ingest
from logging_core.voyages.actions import save_voyage
from logging_core.voyages.models import Lowering
from tests.logging_core.automation.notifications.receiver import Receiver
from tests.logging_core.streams.conftest import real_ingest  # noqa: F401
from tests.logging_core.streams.samples import record
from tests.people import PEOPLE, make_person
from tests.support.forks import killed_at, lines_of
from tests.support.waiting import until

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
AUTOMATION = str(Path(logging_core.automation.__file__).parent)
CHIEF = Actor("chief")
EVERY_LINE = pytest.param(1, marks=[pytest.mark.faults, pytest.mark.timeout(3600)])
NAV = {"max_age_s": 60, "values": [{"field": "Depth", "name": "depth", "uom": "m"}]}
# In the order in which one gives the next its work.
TASKS: dict[str, Callable[[], Any]] = {
    "triggers": look_at_triggers,
    "rules": lambda: follow("rules"),
    "aux data": lambda: follow("aux_data"),  # goes on to the values of our own streams
    "aux data left over": lambda: aux_data.aux_data("near"),
    "notifications": send_due_notifications,
}


class Ship:
    """An event that rules wait for, and a sensor that crosses a limit; put back as often as one likes."""

    def __init__(self, ingest: Ingest, receiver: Receiver) -> None:
        self.ingest, self.receiver = ingest, receiver
        self.admin = make_person("ana", **PEOPLE["admin"])
        self.dive = self._dive()
        create_variable(actor=CHIEF, id=new_id(), name="lights", value="")
        target = {"name": "bridge", "kind": "webhook", "address": receiver.url}
        told = {"do": "notify", "target": save_target(actor=CHIEF, by=None, id=None, sent=target).id}
        self.speak(50)
        self._rule({"do": "milestone", "of": "lowering", "name": "lowering_on_bottom"}, told)
        setting = {"stream": "Depth", "when": "above", "high": 100, "hysteresis": 10}
        notify = {"target": told["target"], "text": "{name}", "pause_s": 0}
        deep = {"name": "deep", "enabled": True, "kind": "threshold", "setting": setting}
        save_trigger(actor=CHIEF, by=None, id=None, sent={**deep, "event": {"value": "DEEP"}, "notify": notify})
        nav = {"name": "nav", "kind": "streams", "data_source": "nav", "config": NAV}
        rule = aux_rules.save_rule(actor=CHIEF, user=self.admin, id=None, told=nav)
        aux_rules.switch_rule(actor=CHIEF, user=self.admin, id=rule.id, on=True)
        follow()

    def _dive(self) -> Lowering:
        now = clock.now()
        times = {"start_ts": now - timedelta(days=1), "stop_ts": now + timedelta(days=1)}
        values = {"name": "S0001", **times, "meta": {"milestones": {"lowering_on_bottom": ""}}}
        return save_voyage(actor=CHIEF, model=Lowering, id=new_id(), values=values)[0]

    def _rule(self, *deeds: dict[str, Any]) -> None:
        lights = {"do": "variable", "name": "lights", "value": "on"}
        sent = {"name": "lit", "event_value": "TEST", "conditions": [], "deeds": [*deeds, lights]}
        save_rule(actor=CHIEF, by=None, id=None, sent=sent)

    def speak(self, depth: float) -> None:
        self.ingest.store([record(clock.now().timestamp(), Depth=depth)])

    def put_back(self) -> None:
        """As if nothing had happened yet; then the sensor crosses its limit and somebody logs."""
        for model in (AuxTask, AuxData, RuleFiring, Notification):
            model.objects.all().delete()
        Event.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM logging_core_sample; DELETE FROM logging_core_streamlatest")
        Lowering.objects.update(meta=self.dive.meta)
        CustomVariable.objects.filter(name="lights").update(value="")
        self.receiver.got.clear()
        self.speak(50)
        TriggerState.objects.update(phase="armed", since=None, seen_at=None, value="", problem="")
        look_at_triggers()
        Follower.objects.update(seq=feed.head().seq)
        self.begun = feed.head().seq
        log_event(actor=CHIEF, user=self.admin, id=None, new=NewEvent("TEST"))
        self.speak(120)

    def left(self) -> dict[str, Any]:
        """What came of it."""
        changes = Change.objects.filter(seq__gt=self.begun).exclude(kind__in=("job", "notification"))
        records = AuxData.objects.values_list("event__value", "data_source", "data_array__0__data_name")
        return {
            "events": sorted(Event.objects.values_list("value", "author")),
            "aux data": sorted(records),
            "asked": sorted(AuxTask.objects.values_list("event__value", "state")),
            "firings": [
                (row.rule_name, [outcome["result"] for outcome in row.outcomes])
                for row in RuleFiring.objects.order_by("rule_name")
            ],
            "told": sorted(Notification.objects.values_list("cause", "state")),
            "received": len({headers["x-sealog-notification"] for headers, _ in self.receiver.got}),
            "milestone": bool(Lowering.objects.get().meta["milestones"]["lowering_on_bottom"]),
            "lights": CustomVariable.objects.get(name="lights").value,
            "journal": Counter(changes.values_list("kind", "verb")),
        }


@pytest.fixture
def ship(real_ingest: Ingest) -> Iterator[Ship]:  # noqa: F811
    with Receiver() as receiver:
        yield Ship(real_ingest, receiver)


def time_goes_by() -> None:
    """What a dead worker held is free again, what was put off is due."""
    now = clock.now() - timedelta(seconds=1)
    AuxTask.objects.filter(state="running").update(lease_until=now)
    AuxTask.objects.update(next_try=now)
    Notification.objects.filter(state="queued").update(due_at=now)


def all_of_them() -> None:
    for task in TASKS.values():
        task()
        time_goes_by()


def clean_run(ship: Ship) -> dict[str, Any]:
    ship.put_back()
    all_of_them()
    return ship.left()


@pytest.mark.parametrize("stride", [23, EVERY_LINE])
@pytest.mark.parametrize("name", ["triggers", "rules", "aux data", "notifications"])
def test_a_task_that_is_killed_at_any_line_and_comes_twice_again(ship: Ship, name: str, stride: int) -> None:
    wanted = clean_run(ship)
    assert wanted["events"] == [("DEEP", "trigger deep"), ("TEST", "chief")]
    assert wanted["received"] == 2 and wanted["milestone"] and wanted["lights"] == "on"
    before = list(TASKS.values())[: list(TASKS).index(name)]

    def made_ready() -> None:
        ship.put_back()
        for task in before:
            task()

    made_ready()
    passed = lines_of(TASKS[name], AUTOMATION)
    assert len(passed) > 20
    for line in passed[::stride]:
        made_ready()
        assert killed_at(TASKS[name], AUTOMATION, line) == -signal.SIGKILL, line
        time_goes_by()

        def settled() -> bool:
            all_of_them()  # the dead one's locks may be held for a moment yet
            return ship.left() == wanted

        until(settled, 15, lambda line=line: f"killed at {line}: {ship.left()} instead of {wanted}")
        all_of_them()
        assert ship.left() == wanted, f"killed at {line}, and delivered again"
