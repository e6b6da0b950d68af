from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connections

from logging_core.automation.notifications.models import Notification, NotificationTarget
from logging_core.automation.triggers.actions import delete_trigger, save_trigger, switch_trigger
from logging_core.automation.triggers.dry_run import try_out
from logging_core.automation.triggers.evaluating import evaluate
from logging_core.automation.triggers.models import Trigger, TriggerState
from logging_core.automation.triggers.reading import NotThere
from logging_core.automation.triggers.rules import checked_trigger
from logging_core.automation.triggers.tasks import look_at_triggers
from logging_core.events.models import Event
from logging_core.shared import audit, clock, feed
from logging_core.shared.announce import Actor
from logging_core.shared.errors import BadInput, Conflict, NotAllowed
from logging_core.streams.ingest import Ingest
from tests.logging_core.streams.conftest import ingest, real_ingest  # noqa: F401
from tests.logging_core.streams.samples import record

CHIEF = Actor("chief")
DEPTH = {"stream": "Depth", "when": "above", "high": 100, "hysteresis": 10}
FENCE = {
    "latitude": "Lat",
    "longitude": "Lon",
    "when": "enter",
    "area": {"latitude": 38.5, "longitude": -31.7, "radius": 1000},
}
EVENT = {
    "value": "DEPTH",
    "options": [{"event_option_name": "Metres", "event_option_value": "{value}"}],
    "free_text": "{name}: {stream} {value} {unit} since {since} {nothing}",
}
Values = Callable[..., datetime]


def trigger(kind: str = "threshold", setting: Any = DEPTH, **other: Any) -> Trigger:
    sent = {"name": "deep", "enabled": True, "kind": kind, "setting": setting, "event": EVENT, **other}
    return save_trigger(actor=CHIEF, by=None, id=None, sent=sent)


@pytest.fixture
def start() -> float:
    return round(clock.now().timestamp()) - 100.0


@pytest.fixture
def values(ingest: Ingest, start: float) -> Values:  # noqa: F811
    """`values(5, Depth=12.5)`: a value at second 5; gives the time."""

    def values(second: float, **fields: Any) -> datetime:
        described = {"fields": {"Depth": {"units": "m"}}}
        ingest.store([record(start + second, metadata=described, **fields)])
        return clock.EPOCH + timedelta(seconds=start + second)

    return values


def state() -> TriggerState:
    return TriggerState.objects.get()


def events() -> list[tuple[str, datetime]]:
    return [(event.value, event.ts) for event in Event.objects.order_by("ts")]


def test_a_crossing_becomes_one_event_with_the_value(values: Values) -> None:
    values(0, Depth=50.0)
    trigger()
    look_at_triggers()
    at = values(1, Depth=100.5)
    values(2, Depth=120.0)
    look_at_triggers()
    look_at_triggers()
    event = Event.objects.get()
    assert (event.value, event.ts, event.author) == ("DEPTH", at, "trigger deep")
    assert event.options == [{"event_option_name": "metres", "event_option_value": "100.5"}]
    assert event.free_text == f"deep: Depth 100.5 m since {clock.iso(at)} {{nothing}}"
    assert (state().phase, state().value, state().fired_event_id) == ("beyond", "120 m", event.id)


def test_every_value_that_came_since_the_last_look_counts(values: Values) -> None:
    """A spike between two looks is not missed, and one of each crossing becomes an event."""
    values(0, Depth=50.0)
    trigger()
    look_at_triggers()
    first, _, second = values(1, Depth=101.0), values(2, Depth=80.0), values(3, Depth=102.0)
    values(4, Depth=50.0)
    look_at_triggers()
    assert events() == [("DEPTH", first), ("DEPTH", second)]


def test_what_holds_when_it_is_switched_on_is_no_crossing(values: Values) -> None:
    values(0, Depth=150.0)
    deep = trigger()
    look_at_triggers()
    values(1, Depth=151.0)
    look_at_triggers()
    assert not events()
    values(2, Depth=50.0)
    look_at_triggers()
    switch_trigger(actor=CHIEF, by=None, id=deep.id, on=False)
    values(3, Depth=150.0)
    look_at_triggers()
    switch_trigger(actor=CHIEF, by=None, id=deep.id, on=True)
    look_at_triggers()
    assert not events()


def test_a_fence_needs_both_coordinates(values: Values) -> None:
    values(0, Lat=38.6, Lon=-31.7)
    trigger("geofence", FENCE)
    look_at_triggers()
    values(1, Lat=38.5)  # with the longitude that came before
    values(2, Lon=-31.7)
    look_at_triggers()
    event = Event.objects.get()
    assert event.options[0]["event_option_value"] == "38.50000, -31.70000"
    values(30, Lat=38.6)  # its longitude is too old: no position
    look_at_triggers()
    assert state().phase == "beyond"


def test_silence_of_a_stream_is_told_once(values: Values) -> None:
    last = values(0, Depth=1.0)
    silent = trigger("silence", {"stream": "Depth", "lasting_s": 200})
    look_at_triggers()
    look_at_triggers()
    assert not events()
    Trigger.objects.filter(pk=silent.pk).update(setting={"stream": "Depth", "lasting_s": 50.0})
    look_at_triggers()
    look_at_triggers()
    assert events() == [("DEPTH", last + timedelta(seconds=50))]


def test_a_stream_that_is_not_there_is_said_on_the_page(db: None) -> None:
    deep = trigger()
    look_at_triggers()
    assert state().problem == "no value of Depth has come yet"
    with pytest.raises(NotThere):
        try_out(deep, 1)


def test_texts_are_no_numbers(values: Values) -> None:
    values(0, Depth="deep")
    trigger()
    look_at_triggers()
    assert state().problem == "the stream holds texts, no numbers"


def test_it_may_tell_somebody_instead(values: Values) -> None:
    bridge = NotificationTarget.objects.create(name="bridge", kind="mail", address="bridge@example.org")
    values(0, Depth=50.0)
    trigger(event=None, notify={"target": bridge.id, "text": "{value} {unit} deep"})
    look_at_triggers()
    values(1, Depth=150.0)
    look_at_triggers()
    told = Notification.objects.get()
    assert (told.text, told.subject, events()) == ("150 m deep", "deep", [])


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_tasks_at_once_make_one_event_of_a_crossing(real_ingest: Ingest, start: float) -> None:  # noqa: F811
    """F10 and F12: the broker hands the task out twice, or two hosts send it."""
    real_ingest.store([record(start, Depth=50.0)])
    deep = trigger()
    look_at_triggers()
    real_ingest.store([record(start + 1, Depth=150.0)])

    def work() -> None:
        try:
            evaluate(deep.id)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        for one in [pool.submit(work) for _ in range(8)]:
            one.result()
    assert len(events()) == 1


def test_a_crossing_that_is_walked_again_is_the_same_event(values: Values) -> None:
    """As after a restored database, or a state that was set back by hand."""
    values(0, Depth=50.0)
    trigger()
    look_at_triggers()
    seen = state().seen_at
    values(1, Depth=150.0)
    look_at_triggers()
    TriggerState.objects.update(phase="armed", since=None, seen_at=seen)
    look_at_triggers()
    assert len(events()) == 1


def test_one_that_is_broken_keeps_none_of_the_others_from_their_look(values: Values) -> None:
    values(0, Depth=50.0)
    broken = trigger(name="broken")
    Trigger.objects.filter(pk=broken.pk).update(setting={"stream": "Depth"})
    trigger()
    look_at_triggers()
    values(1, Depth=150.0)
    look_at_triggers()
    assert len(events()) == 1


def test_a_look_that_finds_nothing_writes_nothing_into_the_journal(values: Values) -> None:
    values(0, Depth=50.0)
    trigger()
    head = feed.head()
    look_at_triggers()
    assert feed.head() == head


def test_the_test_finds_the_crossings_of_the_past_and_logs_nothing(values: Values) -> None:
    values(0, Depth=50.0)
    times = [
        values(second, Depth=depth) for second, depth in ((1, 101.0), (2, 95.0), (3, 105.0), (4, 50.0), (5, 101.0))
    ]
    deep = Trigger(**checked_trigger({"name": "x", "kind": "threshold", "setting": DEPTH, "event": EVENT}))
    tried = try_out(deep, 1)
    assert [crossing.since for crossing in tried.crossings] == [times[0], times[4]]
    assert (tried.now, tried.holds, tried.more) == ("101 m", True, False)
    assert not events()


def test_the_test_of_a_silence_finds_the_gaps(values: Values) -> None:
    values(0, Depth=50.0)
    last = values(5, Depth=50.0)
    values(40, Depth=50.0)
    setting = {"stream": "Depth", "lasting_s": 30}
    tried = try_out(
        Trigger(**checked_trigger({"name": "x", "kind": "silence", "setting": setting, "event": EVENT})), 1
    )
    assert tried.crossings[0].since == last
    assert tried.holds


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"kind": "mood"}, "kind"),
        ({"name": ""}, "name"),
        ({"setting": {**DEPTH, "high": "deep"}}, "high"),
        ({"setting": {**DEPTH, "high": float("nan")}}, "high"),
        ({"setting": {**DEPTH, "when": "outside", "low": 200}}, "low"),
        ({"setting": {**DEPTH, "when": "outside", "low": 90, "hysteresis": 5}}, "hysteresis"),
        ({"setting": {**DEPTH, "stream": ""}}, "stream"),
        ({"kind": "silence", "setting": {"stream": "Depth", "lasting_s": 0}}, "lasting_s"),
        ({"kind": "geofence", "setting": {**FENCE, "area": {"corners": [[0, 0], [1, 1]]}}}, "corners"),
        ({"kind": "geofence", "setting": {**FENCE, "area": {"corners": [[0, 0], [1, 1], [95, 0]]}}}, "latitude"),
        ({"kind": "geofence", "setting": {**FENCE, "area": {"latitude": 1, "longitude": 2}}}, "radius"),
        ({"event": None}, "event or send"),
        ({"event": {"value": ""}}, "event_value"),
        ({"notify": {"target": "nobody"}}, "target"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, Any], words: str, db: None) -> None:
    with pytest.raises(BadInput, match=words):
        trigger(**wrong)


def test_managers_write_them_and_every_version_is_kept(db: None, event_manager, logger) -> None:
    sent = {"name": "deep", "kind": "threshold", "setting": DEPTH, "event": EVENT}
    with pytest.raises(NotAllowed):
        save_trigger(actor=CHIEF, by=logger, id=None, sent=sent)
    made = save_trigger(actor=CHIEF, by=event_manager, id=None, sent=sent)
    with pytest.raises(Conflict):
        save_trigger(actor=CHIEF, by=event_manager, id=None, sent=sent)
    switch_trigger(actor=CHIEF, by=event_manager, id=made.id, on=True)
    delete_trigger(actor=CHIEF, by=event_manager, id=made.id)
    assert [row["verb"] for row in audit.history("trigger", made.id)] == ["create", "update", "delete"]
