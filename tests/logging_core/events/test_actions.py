"""The life of an event: logged, completed, corrected, deleted, restored; nothing of it is ever lost."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from logging_core.accounts.models import User
from logging_core.event_templates.models import EventTemplate
from logging_core.events import actions
from logging_core.events.actions import NewEvent
from logging_core.events.aux_data import attach_aux_data
from logging_core.events.models import AuxData, Event
from logging_core.shared import audit, clock, feed
from logging_core.shared.errors import BadInput, Conflict, NotAllowed, NotFound
from logging_core.shared.ids import new_id
from logging_core.shared.models import Change
from tests.logging_core.events.making import NOON, actor, log, option, verbs


def change(user: User, event: Event, version: int | None = None, **changed: Any) -> Event:
    return actions.change_event(
        actor=actor(user), user=user, id=event.id, changed=changed, version=version, reason="because"
    )


def delete(user: User, event: Event) -> Event:
    return actions.delete_event(actor=actor(user), user=user, id=event.id)


def restore(user: User, event: Event) -> Event:
    return actions.restore_event(actor=actor(user), user=user, id=event.id)


def test_a_value_is_enough_for_an_event(logger: User) -> None:
    before = clock.now()
    event = log(logger)
    stored = Event.objects.get(id=event.id)
    assert (stored.value, stored.author, stored.state, stored.version) == ("FISH", "logger", "final", 1)
    assert stored.created_by == logger
    assert before <= stored.ts == stored.captured_at <= stored.received_at <= clock.now()


def test_the_time_of_the_click_the_time_told_and_the_time_of_arrival_are_kept_apart(logger: User) -> None:
    told, click = NOON - timedelta(minutes=5), NOON
    event = log(logger, ts=told, captured_at=click, clock_offset_ms=-1500)
    stored = Event.objects.get(id=event.id)
    assert (stored.ts, stored.captured_at, stored.clock_offset_ms) == (told, click, -1500)
    assert stored.received_at > click


def test_without_a_told_time_the_click_counts(logger: User) -> None:
    assert log(logger, captured_at=NOON).ts == NOON
    assert log(logger, ts=NOON).captured_at == NOON


def test_an_event_sent_twice_with_one_id_is_stored_once_as_it_first_came(logger: User, watcher: User) -> None:
    first = log(logger, "FISH", free_text="first")
    seq = feed.head().seq
    again, stored_now = actions.log_event(
        actor=actor(logger), user=logger, id=first.id, new=NewEvent("CORAL", free_text="second")
    )
    assert not stored_now
    assert (again.value, again.free_text, again.version) == ("FISH", "first", 1)
    assert Event.objects.count() == 1
    assert feed.head().seq == seq


def test_a_repeated_id_does_not_bring_a_deleted_event_back(logger: User) -> None:
    event = log(logger)
    delete(logger, event)
    assert log(logger, id=event.id).state == "deleted"


def test_a_draft_is_completed_corrected_deleted_and_restored_with_its_whole_history(logger: User) -> None:
    event = log(logger, "SAMPLE", state="draft")
    change(logger, event, version=1, options=[option("depth", "5")], state="final")
    change(logger, event, version=2, free_text="corrected")
    delete(logger, event)
    assert restore(logger, event).state == "final"

    history = audit.history("event", event.id)
    assert [(entry["verb"], entry["version"]) for entry in history] == [
        ("create", 1),
        ("submit", 2),
        ("update", 3),
        ("delete", 4),
        ("restore", 5),
    ]
    assert history[0]["before"] is None
    for earlier, later in pairwise(history):
        assert later["before"] == earlier["after"]
    assert [entry["after"]["state"] for entry in history] == ["draft", "final", "final", "deleted", "final"]
    assert history[2]["before"]["event_free_text"] == ""
    assert history[2]["after"]["event_free_text"] == "corrected"
    assert (history[2]["reason"], history[2]["actor"]) == ("because", "logger")
    assert history[4]["after"] == Event.objects.shown().get().record()


def test_a_deleted_draft_comes_back_as_a_draft(logger: User) -> None:
    event = log(logger, state="draft")
    delete(logger, event)
    assert restore(logger, event).state == "draft"


def test_deleting_or_restoring_twice_changes_nothing_more(logger: User) -> None:
    event = log(logger)
    delete(logger, event)
    delete(logger, event)
    restore(logger, event)
    restore(logger, event)
    assert verbs(event.id) == ["create", "delete", "restore"]


def test_a_change_made_on_an_old_version_is_refused_with_the_event_as_it_is_now(logger: User, admin: User) -> None:
    event = log(logger)
    change(admin, event, version=1, free_text="by the admin")
    with pytest.raises(Conflict) as refused:
        change(logger, event, version=1, free_text="by the logger")
    assert refused.value.details["current"]["event_free_text"] == "by the admin"
    assert refused.value.details["current"]["version"] == 2
    assert Event.objects.get().free_text == "by the admin"
    assert verbs(event.id) == ["create", "update"]


def test_a_deleted_event_cannot_be_changed(logger: User) -> None:
    event = log(logger)
    delete(logger, event)
    with pytest.raises(Conflict, match="deleted meanwhile"):
        change(logger, event, version=2, free_text="late")


@pytest.mark.parametrize("act", [change, delete, restore])
def test_an_unknown_event_is_not_found(logger: User, act: Any) -> None:
    with pytest.raises(NotFound):
        act(logger, Event(id="f" * 24))


def test_a_corrected_time_sets_the_aux_data_aside_and_keeps_it(logger: User) -> None:
    event = log(logger, ts=NOON)
    values = [{"data_name": "depth", "data_value": "5"}]
    for source in ("ctd", "nav"):
        attach_aux_data(actor=actor(None), event=event, data_source=source, data_array=values)
    change(logger, event, ts=NOON + timedelta(milliseconds=1))
    assert not AuxData.objects.current().exists()
    assert {(aux.data_source, str(aux.data_array)) for aux in AuxData.objects.all()} == {
        ("ctd", str(values)),
        ("nav", str(values)),
    }
    retired = Change.objects.filter(kind="aux_data", verb="retire").order_by("seq")
    assert [row.before["data_source"] for row in retired] == ["ctd", "nav"]


def test_after_a_corrected_time_a_source_can_attach_anew(logger: User) -> None:
    event = log(logger, ts=NOON)
    old = attach_aux_data(actor=actor(None), event=event, data_source="ctd", data_array=[])
    change(logger, event, ts=NOON + timedelta(hours=1))
    new = attach_aux_data(actor=actor(None), event=event, data_source="ctd", data_array=[])
    assert new.id != old.id
    assert [aux.id for aux in AuxData.objects.current()] == [new.id]


def test_another_change_or_the_same_time_leaves_the_aux_data(logger: User) -> None:
    event = log(logger, ts=NOON)
    attach_aux_data(actor=actor(None), event=event, data_source="ctd", data_array=[])
    change(logger, event, free_text="x", ts=NOON)
    assert AuxData.objects.current().count() == 1


def make_template(**fields: Any) -> EventTemplate:
    question = {
        "event_option_name": "Depth",
        "event_option_type": "text",
        "event_option_values": [],
        "event_option_allow_freeform": False,
        "event_option_required": True,
    }
    return EventTemplate.objects.create(event_name="Sample", event_value="SAMPLE", options=[question], **fields)


def test_an_event_that_does_not_answer_its_template_is_refused_and_nothing_is_stored(logger: User) -> None:
    template = make_template()
    with pytest.raises(BadInput, match='"depth" is required'):
        log(logger, template_id=template.id)
    assert not Event.objects.exists()
    assert not Change.objects.exists()
    assert log(logger, template_id=template.id, options=[option("Depth", "5")]).state == "final"


def test_a_draft_may_be_incomplete_until_it_is_submitted(logger: User) -> None:
    event = log(logger, state="draft", template_id=make_template().id)
    with pytest.raises(BadInput, match='"depth" is required'):
        change(logger, event, state="final")
    assert Event.objects.get().state == "draft"
    assert change(logger, event, state="final", options=[option("depth", "5")]).state == "final"


def test_an_old_event_can_be_corrected_when_its_template_asks_for_more_by_now(logger: User) -> None:
    template = EventTemplate.objects.create(event_name="Sample", event_value="SAMPLE")
    event = log(logger, template_id=template.id)
    EventTemplate.objects.update(event_free_text_required=True)
    assert change(logger, event, value="SAMPLES").value == "SAMPLES"


def test_an_event_of_a_template_that_is_gone_is_stored(logger: User) -> None:
    assert log(logger, template_id="f" * 24).template_id == "f" * 24


def test_a_final_event_never_becomes_a_draft_again(logger: User) -> None:
    event = log(logger)
    for state in ("draft", "deleted", "", None, 1):
        with pytest.raises(BadInput, match="state"):
            change(logger, event, state=state)


def test_only_the_named_fields_are_changed(logger: User) -> None:
    event = log(logger, free_text="kept", options=[option("a", "1")], ts=NOON)
    change(logger, event, value="CORAL")
    stored = Event.objects.get()
    assert (stored.value, stored.free_text, stored.options, stored.ts) == ("CORAL", "kept", event.options, NOON)
    with pytest.raises(BadInput, match='"created_by" is not allowed'):
        change(logger, event, created_by=None)


def test_who_may_not_write_logs_nothing(watcher: User) -> None:
    with pytest.raises(NotAllowed):
        log(watcher)
    assert not Event.objects.exists()


def test_a_service_of_the_product_may_always_log(db: None) -> None:
    event = log(None, author="asnap")
    assert (event.author, event.created_by) == ("asnap", None)


def test_one_event_of_another_day_keeps_its_id(logger: User) -> None:
    id = new_id()
    assert log(logger, id=id, ts=clock.parse("0001-01-01T00:00:00Z")).id == id
    assert Event.objects.get(id=id).record()["ts"] == "0001-01-01T00:00:00.000Z"
