"""Two instances exchange what was changed, and become equal."""

from datetime import timedelta

import httpx
import pytest

from logging_core.automation.sync import actions, running
from logging_core.automation.sync.models import SyncConflict, SyncHeld, SyncPeer
from logging_core.event_templates.actions import delete_template, save_template
from logging_core.event_templates.models import EventTemplate
from logging_core.events.actions import delete_event, restore_event
from logging_core.events.aux_data import remove_aux_data
from logging_core.events.comments import change_comment, comment_on_event
from logging_core.events.models import AuxData, Event
from logging_core.shared import ids
from logging_core.shared.models import Change
from logging_core.voyages.actions import delete_voyage, save_voyage
from logging_core.voyages.models import Cruise, Lowering
from tests.logging_core.automation.sync.doing import ANA, ANYBODY, T0, aux, change, cruise, log
from tests.logging_core.automation.sync.fleet import Instance, Radio


@pytest.fixture(autouse=True)
def they_know_each_other(ship: Instance, shore: Instance) -> None:
    ship.knows(shore)


def test_everything_that_was_there_before_is_copied(ship: Instance, shore: Instance, radio: Radio) -> None:
    with ship:
        event = log(
            free_text="on the rock", options=[{"event_option_name": "kind", "event_option_value": ["a", "b"]}]
        )
        aux(event)
        comment_on_event(actor=ANA, user=None, event_id=event, id=ids.new_id(), text="a rockfish")
        cruise()
        save_template(actor=ANA, id=ids.new_id(), values={"event_name": "Fish", "event_value": "FISH"})
    radio.exchange(ship, shore)
    assert shore.records() == ship.records()
    assert len(ship.records()) == 4
    assert shore.versions() == ship.versions()


def test_both_ways_in_one_call(ship: Instance, shore: Instance, radio: Radio) -> None:
    with ship:
        log("SHIP")
    with shore:
        log("SHORE")
    assert radio.exchange(ship, shore) == 1
    assert shore.records() == ship.records()
    assert len(ship.records()) == 2


def test_what_came_is_not_sent_back(ship: Instance, shore: Instance, radio: Radio) -> None:
    with ship:
        log()
    radio.exchange(ship, shore)
    radio.exchange(ship, shore)
    with ship:
        peer = SyncPeer.objects.get()
    assert (peer.records_out, peer.records_in) == (1, 0)
    with ship:
        assert Change.objects.filter(kind="event").count() == 1
    with shore:
        assert Change.objects.filter(kind="event").count() == 1


def test_of_a_record_that_changed_often_only_the_last_state_travels(
    ship: Instance, shore: Instance, radio: Radio
) -> None:
    with ship:
        event = log()
        for number in range(10):
            change(event, free_text=f"text {number}")
    radio.exchange(ship, shore)
    assert ship.peer(shore).records_out == 1
    assert shore.records() == ship.records()


def test_an_edit_and_a_deletion_travel_and_a_deleted_event_comes_back(
    ship: Instance, shore: Instance, radio: Radio
) -> None:
    with ship:
        event = log()
    radio.exchange(ship, shore)
    with shore:
        delete_event(actor=ANA, user=ANYBODY, id=event)
    radio.exchange(ship, shore)
    with ship:
        assert Event.objects.get().state == "deleted"
        restore_event(actor=ANA, user=ANYBODY, id=event)
    radio.exchange(ship, shore)
    with shore:
        assert Event.objects.get().state == "final"
    assert shore.records() == ship.records()


def test_a_deleted_cruise_and_template_are_deleted_there(ship: Instance, shore: Instance, radio: Radio) -> None:
    with ship:
        cruise()
        save_template(actor=ANA, id=ids.new_id(), values={"event_name": "Fish", "event_value": "FISH"})
    radio.exchange(ship, shore)
    with ship:
        delete_voyage(actor=ANA, voyage=Cruise.objects.get())
        delete_template(actor=ANA, template=EventTemplate.objects.get())
    radio.exchange(ship, shore)
    assert shore.records() == {}
    assert radio.exchange(ship, shore) == 1


def test_the_later_of_two_edits_stands_on_both_sides_and_the_other_is_told(
    ship: Instance, shore: Instance, radio: Radio
) -> None:
    with ship:
        event = log()
    radio.exchange(ship, shore)
    with ship:
        change(event, free_text="the ship's")
    with shore:
        change(event, free_text="the shore's")
    radio.exchange(ship, shore)
    assert shore.records() == ship.records()
    for instance in (ship, shore):
        with instance:
            assert Event.objects.get().free_text == "the shore's"
            conflict = SyncConflict.objects.get()
            assert conflict.kept["free_text"] == "the shore's"
            assert conflict.lost["free_text"] == "the ship's"
            assert "by ana" in conflict.told


def test_an_edit_after_a_deletion_brings_the_event_back(ship: Instance, shore: Instance, radio: Radio) -> None:
    with ship:
        event = log()
        voyage = cruise()
    radio.exchange(ship, shore)
    with ship:
        delete_event(actor=ANA, user=ANYBODY, id=event)
        delete_voyage(actor=ANA, voyage=Cruise.objects.get(id=voyage))
    with shore:
        change(event, free_text="still needed")
        save_voyage(actor=ANA, model=Cruise, id=voyage, values={"location": "still needed"})
    radio.exchange(ship, shore)
    assert shore.records() == ship.records()
    with ship:
        assert Event.objects.get().state == "final"
        assert Cruise.objects.get().location == "still needed"


def test_comments_of_both_sides_are_kept_while_the_later_edit_stands(
    ship: Instance, shore: Instance, radio: Radio
) -> None:
    with ship:
        event = log()
    radio.exchange(ship, shore)
    with ship:
        comment_on_event(actor=ANA, user=None, event_id=event, id=ids.new_id(), text="from the ship")
    with shore:
        change(event, free_text="changed ashore")
        comment_on_event(actor=ANA, user=None, event_id=event, id=ids.new_id(), text="from the shore")
    radio.exchange(ship, shore)
    radio.exchange(ship, shore)
    assert shore.records() == ship.records()
    for instance in (ship, shore):
        with instance:
            assert {part["text"] for part in Event.objects.get().record()["comments"]} == {
                "from the ship",
                "from the shore",
            }
            assert Event.objects.get().free_text == "changed ashore"
            assert "from the ship" in Event.objects.get().search_text


def test_a_comment_that_is_taken_back_is_taken_back_there(ship: Instance, shore: Instance, radio: Radio) -> None:
    with ship:
        event, comment = log(), ids.new_id()
        comment_on_event(actor=ANA, user=None, event_id=event, id=comment, text="wrong")
    radio.exchange(ship, shore)
    with shore:
        change_comment(actor=ANA, user=ANYBODY, id=comment, text=None)
    radio.exchange(ship, shore)
    assert shore.records() == ship.records()
    with ship:
        assert Event.objects.get().record()["comments"] == []


def test_aux_data_comes_behind_its_event_also_when_the_event_changed_last(
    ship: Instance, shore: Instance, radio: Radio
) -> None:
    with ship:
        events = [log() for _ in range(5)]
        for event in events:
            aux(event)
            change(event, free_text="later")
        SyncPeer.objects.update(at_a_time=1)
    radio.exchange(ship, shore)
    assert shore.records() == ship.records()
    with shore:
        assert not SyncHeld.objects.exists()


def test_aux_data_of_one_source_made_on_both_sides_ends_as_one_record(
    ship: Instance, shore: Instance, radio: Radio
) -> None:
    with ship:
        event = log()
    radio.exchange(ship, shore)
    with ship:
        aux(event, depth="100")
    with shore:
        aux(event, depth="200")
    for _ in range(3):
        radio.exchange(ship, shore)
    assert shore.records() == ship.records()
    for instance in (ship, shore):
        with instance:
            assert AuxData.objects.current().get().data_array[0]["data_value"] == "200"
            assert AuxData.objects.count() == 2
            assert SyncConflict.objects.filter(matter="source").exists()


def test_a_corrected_time_retires_aux_data_on_both_sides(ship: Instance, shore: Instance, radio: Radio) -> None:
    with ship:
        event = log()
        aux(event)
    radio.exchange(ship, shore)
    with shore:
        aux(event, source="ashore")
        remove_aux_data(actor=ANA, id=aux(event, source="gone"))
    with ship:
        change(event, ts=T0 + timedelta(hours=1))
        aux(event, depth="300")
    for _ in range(3):
        radio.exchange(ship, shore)
    assert shore.records() == ship.records()
    with shore:
        assert [row.data_array[0]["data_value"] for row in AuxData.objects.current()] == ["300"]


def test_two_cruises_of_one_name_are_both_kept_and_told(ship: Instance, shore: Instance, radio: Radio) -> None:
    with ship:
        cruise()
        log()
    with shore:
        cruise()
    radio.exchange(ship, shore)
    assert shore.records() == ship.records()
    for instance in (ship, shore):
        with instance:
            assert Cruise.objects.count() == 2
            assert SyncConflict.objects.get().matter == "name"
    radio.exchange(ship, shore)
    with shore:
        assert SyncConflict.objects.count() == 1


def test_a_hidden_cruise_leaves_the_lowerings_to_come_by_themselves(
    ship: Instance, shore: Instance, radio: Radio
) -> None:
    with ship:
        voyage = cruise()
        save_voyage(
            actor=ANA, model=Lowering, id=ids.new_id(), values={"name": "S1", "start_ts": T0 + timedelta(hours=1)}
        )
    radio.exchange(ship, shore)
    with ship:
        save_voyage(actor=ANA, model=Cruise, id=voyage, values={"hidden": True})
    radio.exchange(ship, shore)
    assert shore.records() == ship.records()
    with shore:
        assert Lowering.objects.get().hidden
        assert not Change.objects.filter(kind="lowering").exclude(via="sync").exists()


def test_a_lost_answer_stores_nothing_twice(ship: Instance, shore: Instance, radio: Radio) -> None:
    with ship:
        log()
        aux(log())

    def lose(*_args: object) -> None:
        radio.after = lambda *_: None
        raise httpx.ReadTimeout("lost")

    radio.after = lose
    with pytest.raises(running.Failed):
        radio.exchange(ship, shore)
    with shore:
        changes = Change.objects.filter(via="sync").count()
    assert shore.records() == ship.records()
    radio.exchange(ship, shore)
    with shore:
        assert Change.objects.filter(via="sync").count() == changes


def test_a_third_instance_hears_through_the_second_without_loops(
    ship: Instance, shore: Instance, vehicle: Instance, radio: Radio
) -> None:
    shore.knows(vehicle)
    vehicle.knows(ship)
    with vehicle:
        log("VEHICLE")
    with ship:
        event = log("SHIP")
        aux(event)
    for _ in range(3):
        radio.exchange(ship, shore)
        radio.exchange(shore, vehicle)
        radio.exchange(vehicle, ship)
    assert ship.records() == shore.records() == vehicle.records()
    assert ship.versions() == shore.versions() == vehicle.versions()
    before = radio.calls
    sent = [ship.peer(shore).records_out, shore.peer(vehicle).records_out, vehicle.peer(ship).records_out]
    for _ in range(2):
        radio.exchange(ship, shore)
        radio.exchange(shore, vehicle)
        radio.exchange(vehicle, ship)
    assert radio.calls == before + 6
    assert sent == [ship.peer(shore).records_out, shore.peer(vehicle).records_out, vehicle.peer(ship).records_out]


def test_one_bad_record_is_held_and_the_others_go_on(ship: Instance, shore: Instance, radio: Radio) -> None:
    with ship:
        good = [log() for _ in range(4)]
        bad = log()
        Event.objects.filter(id=bad).update(options=[{"event_option_name": "", "event_option_value": "x"}])
        more = [log() for _ in range(4)]
    radio.exchange(ship, shore)
    with shore:
        assert set(Event.objects.values_list("id", flat=True)) == {*good, *more}
        held = SyncHeld.objects.get()
        assert held.record_id == bad
        assert "event_option_name" in held.problem
    with ship:
        change(bad, options=[])
    radio.exchange(ship, shore)
    assert shore.records() == ship.records()
    with shore:
        assert not SyncHeld.objects.exists()


def test_only_the_kinds_agreed_on_travel(ship: Instance, shore: Instance, radio: Radio) -> None:
    with ship:
        actions.save_peer(actor=ANA, user=None, id=SyncPeer.objects.get().id, values={"kinds": ["cruise"]})
        log()
        cruise()
    with shore:
        log("SHORE")
    radio.exchange(ship, shore)
    assert {kind for kind, _ in shore.records()} == {"cruise", "event"}
    assert {kind for kind, _ in ship.records()} == {"cruise", "event"}
    assert len(shore.records()) == 2
    with ship:
        actions.save_peer(
            actor=ANA, user=None, id=SyncPeer.objects.get().id, values={"kinds": ["cruise", "event"]}
        )
    radio.exchange(ship, shore)
    assert shore.records() == ship.records()
    assert len(shore.records()) == 3
