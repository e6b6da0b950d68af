from datetime import timedelta
from typing import Any

import pytest

from logging_core.automation.models import ASNAP_STATUS, CustomVariable
from logging_core.automation.notifications.actions import save_target
from logging_core.automation.notifications.models import Notification
from logging_core.automation.rules import firing
from logging_core.automation.rules.actions import delete_rule, save_rule
from logging_core.automation.rules.followers import handle
from logging_core.automation.rules.models import Rule, RuleFiring
from logging_core.events.actions import change_event, delete_event, restore_event
from logging_core.events.comments import comment_on_event
from logging_core.shared import clock, feed
from logging_core.shared.announce import Actor
from logging_core.shared.models import Change
from logging_core.voyages.actions import save_voyage
from logging_core.voyages.models import Cruise, Lowering
from tests.logging_core.automation.rules.conftest import PILOT, milestone


def asnap() -> str:
    return CustomVariable.objects.get(name=ASNAP_STATUS).value


def results() -> list[tuple[str, list[str]]]:
    """What fired, oldest first: the rule, and what came of each of its deeds."""
    rows = RuleFiring.objects.order_by("pk")
    return [(row.rule_name, [outcome["result"] for outcome in row.outcomes]) for row in rows]


def rule(*deeds: dict[str, Any], value: str = "TEST", conditions: Any = ()) -> Rule:
    sent = {"name": "a test", "event_value": value, "conditions": list(conditions), "deeds": list(deeds)}
    return save_rule(actor=Actor("chief"), by=None, id=None, sent=sent)


def test_a_new_installation_has_the_rules_of_vehicles_on_and_those_of_vessels_off(db: None) -> None:
    assert [(rule.event_value, rule.enabled) for rule in Rule.objects.all()] == [
        *[("VEHICLE", True)] * 7,
        *[("CRUISE", False)] * 2,
    ]


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        ("Descending", "lowering_descending"),
        ("On bottom", "lowering_on_bottom"),
        ("Off bottom", "lowering_off_bottom"),
        ("On surface", "lowering_on_surface"),
        ("Aborted", "lowering_aborted"),
    ],
)
def test_milestones_get_the_time_of_the_event_and_the_rest_stays(
    answer: str, name: str, log, follow, dive
) -> None:
    event = log("VEHICLE", milestone(answer))
    follow()
    dive.refresh_from_db()
    assert dive.meta["milestones"][name] == clock.iso(event.ts)
    assert dive.meta["lowering_description"] == "a test"
    assert asnap() == "Off"


def test_off_deck_and_on_deck_are_start_and_stop_and_switch_asnap(log, follow, dive) -> None:
    off_deck = log("VEHICLE", milestone("Off deck"), ts=clock.now() - timedelta(seconds=60))
    follow()
    assert asnap() == "On"
    on_deck = log("VEHICLE", milestone("On deck"))
    follow()
    dive.refresh_from_db()
    assert (dive.start_ts, dive.stop_ts, asnap()) == (off_deck.ts, on_deck.ts, "Off")
    assert results() == [("Vehicle: Off deck", ["done", "done"]), ("Vehicle: On deck", ["done", "done"])]


def test_without_a_lowering_asnap_is_switched_all_the_same(log, follow, db) -> None:
    log("VEHICLE", milestone("Off deck"))
    follow()
    assert asnap() == "On"
    assert results() == [("Vehicle: Off deck", ["done", "none"])]


def test_a_milestone_that_is_set_is_kept_and_an_empty_one_is_not(log, follow, dive) -> None:
    first = log("VEHICLE", milestone("On bottom"))
    follow()
    log("VEHICLE", milestone("On bottom"))
    follow()
    dive.refresh_from_db()
    assert dive.meta["milestones"]["lowering_on_bottom"] == clock.iso(first.ts)
    assert [words for _, words in results()] == [["done"], ["kept"]]


def test_a_rule_that_resets_sets_it_anew_and_may_set_several(log, follow, dive) -> None:
    deed = {"do": "milestone", "of": "lowering", "reset": True}
    rule({**deed, "name": "first"}, {**deed, "name": "second"})
    log("TEST")
    last = log("TEST")
    follow()
    dive.refresh_from_db()
    assert {dive.meta["milestones"][name] for name in ("first", "second")} == {clock.iso(last.ts)}


def test_the_vessel_rules_work_once_they_are_on(log, follow, db) -> None:
    Rule.objects.filter(event_value="CRUISE").update(enabled=True)
    status = [{"event_option_name": "status", "event_option_value": "Start of Cruise"}]
    log("CRUISE", status)
    follow()
    assert asnap() == "On"


def test_milestones_of_a_cruise_go_to_the_cruise(log, follow, db) -> None:
    start = clock.now() - timedelta(days=1)
    values = {"name": "C1", "start_ts": start, "meta": {}}
    cruise, _ = save_voyage(actor=PILOT, model=Cruise, id="5a11111111111111111111bb", values=values)
    rule({"do": "milestone", "of": "cruise", "name": "first_dive"})
    event = log("TEST")
    follow()
    cruise.refresh_from_db()
    assert cruise.meta == {"milestones": {"first_dive": clock.iso(event.ts)}}


def test_a_change_that_is_handed_over_twice_fires_once(log, follow, dive) -> None:
    log("VEHICLE", milestone("Off deck"))
    changes = list(Change.objects.filter(kind="event"))
    handle(changes)
    CustomVariable.objects.filter(name=ASNAP_STATUS).update(value="Off")
    handle(changes)
    assert (asnap(), RuleFiring.objects.count()) == ("Off", 1)


def test_a_remark_on_the_event_does_not_move_the_start_again(log, follow, dive) -> None:
    event = log("VEHICLE", milestone("Off deck"))
    follow()
    corrected = event.ts - timedelta(hours=1)
    save_voyage(actor=PILOT, model=Lowering, id=dive.id, values={"start_ts": corrected})
    comment_on_event(actor=PILOT, user=None, event_id=event.id, id="5a11111111111111111111cc", text="calm sea")
    follow()
    dive.refresh_from_db()
    assert dive.start_ts == corrected


def test_an_event_that_is_corrected_fires_with_what_it_says_now(log, follow, dive, event_manager) -> None:
    """The client of existing servers logs the event first and sends its answers when the dialog closes."""
    event = log("VEHICLE")
    follow()
    assert results() == []
    change_event(actor=PILOT, user=event_manager, id=event.id, changed={"options": milestone("Off deck")})
    follow()
    later = event.ts + timedelta(minutes=3)
    change_event(actor=PILOT, user=event_manager, id=event.id, changed={"ts": later})
    follow()
    dive.refresh_from_db()
    assert (asnap(), dive.start_ts, len(results())) == ("On", later, 2)


def test_what_was_deleted_and_comes_back_as_it_was_fires_once(log, follow, dive, event_manager) -> None:
    event = log("VEHICLE", milestone("On bottom"))
    delete_event(actor=PILOT, user=event_manager, id=event.id)
    restore_event(actor=PILOT, user=event_manager, id=event.id)
    follow()
    assert len(results()) == 1


def test_drafts_fire_when_they_are_complete(log, follow, dive, event_manager) -> None:
    event = log("VEHICLE", state="draft")
    follow()
    changed = {"options": milestone("On bottom"), "state": "final"}
    change_event(actor=PILOT, user=event_manager, id=event.id, changed=changed)
    follow()
    assert results() == [("Vehicle: On bottom", ["done"])]


def test_one_deed_that_fails_leaves_the_others(log, follow, dive) -> None:
    rule(
        {"do": "logger_mode", "mode": "dive"},
        {"do": "variable", "name": "nobody", "value": "1"},
        {"do": "asnap", "on": True},
    )
    log("TEST")
    follow()
    fired = RuleFiring.objects.get()
    assert [outcome["result"] for outcome in fired.outcomes] == ["failed", "failed", "done"]
    assert "No cruise definition is loaded" in fired.outcomes[0]["said"]
    assert "nobody" in fired.outcomes[1]["said"]
    assert asnap() == "On"


def test_a_start_after_the_stop_is_refused_in_words(log, follow, dive) -> None:
    rule({"do": "stop", "of": "lowering"})
    save_voyage(actor=PILOT, model=Lowering, id=dive.id, values={"start_ts": (event := log("TEST")).ts})
    follow()
    dive.refresh_from_db()
    assert dive.stop_ts != event.ts
    assert "older" in RuleFiring.objects.get().outcomes[0]["said"]


def test_variables_get_their_value(log, follow, db) -> None:
    CustomVariable.objects.create(name="phase", value="transit")
    rule({"do": "variable", "name": "phase", "value": "dive"})
    log("TEST")
    log("TEST")
    follow()
    assert CustomVariable.objects.get(name="phase").value == "dive"
    assert [words for _, words in results()] == [["done"], ["as it is"]]


def test_the_journal_says_which_rule_changed_what_and_why(log, follow, dive) -> None:
    event = log("VEHICLE", milestone("On bottom"))
    head = feed.head().seq
    follow()
    changed, fired = feed.after(head)
    assert (changed.kind, changed.verb, changed.actor, changed.via) == (
        "lowering",
        "update",
        "rule Vehicle: On bottom",
        "task",
    )
    assert Change.objects.get(seq=changed.seq).reason == f"VEHICLE of pilot at {clock.iso(event.ts)}"
    assert (fired.kind, fired.verb, fired.after["event_id"]) == ("rule", "fire", event.id)


def test_what_the_product_logs_by_itself_fires_so_often_and_no_more(log, follow, db, monkeypatch) -> None:
    monkeypatch.setattr(firing, "MOST_BY_PRODUCT", 3)
    rule({"do": "asnap", "on": True})
    for _ in range(5):
        log("TEST", actor=Actor("trigger x", via="task"))
    follow()
    assert [words[0] for _, words in results()] == ["done", "as it is", "as it is", "held back", "held back"]
    log("TEST")
    follow()
    assert results()[-1][1] == ["as it is"]  # people are not held back


def test_a_rule_that_is_removed_leaves_its_log(log, follow, db) -> None:
    made = rule({"do": "asnap", "on": True})
    log("TEST")
    follow()
    delete_rule(actor=PILOT, by=None, id=made.id)
    fired = RuleFiring.objects.get()
    assert (fired.rule, fired.rule_name) == (None, "a test")


def test_for_events_of_another_instance_people_are_told_and_nothing_else_is_done(log, follow, db) -> None:
    sent = {"name": "shore", "kind": "mail", "address": "shore@example.org"}
    target = save_target(actor=PILOT, by=None, id=None, sent=sent)
    rule({"do": "asnap", "on": True}, {"do": "notify", "target": target.id, "text": "", "pause_s": 0})
    log("TEST", actor=Actor("pilot", via="sync"))
    follow()
    assert results() == [("a test", ["as it is", "done"])]
    assert asnap() == "Off"
    assert Notification.objects.get().target == target
