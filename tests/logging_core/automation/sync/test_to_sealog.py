"""Another Sealog server is told of our records through the API that existing servers have."""

import json
import os
from typing import Any

import httpx
import pytest

from logging_core.accounts import tokens
from logging_core.automation.sync import running
from logging_core.automation.sync.models import Speech, SyncHeld, SyncPeer
from logging_core.events.actions import NewEvent, delete_event, log_event
from logging_core.events.comments import comment_on_event
from logging_core.events.models import Event
from logging_core.shared import ids
from logging_core.shared.announce import Actor
from logging_core.voyages.actions import delete_voyage, save_voyage
from logging_core.voyages.models import Cruise
from tests.logging_core.automation.sync.doing import ANA, ANYBODY, T0, aux, change, cruise, log
from tests.logging_core.automation.sync.fleet import Instance, Radio
from tests.people import make_person


@pytest.fixture
def target(ship: Instance, shore: Instance) -> Instance:
    """The shore, as any Sealog server; the ship tells it of everything it can be told of."""
    with shore:
        shore.account = make_person("repeater", roles=["admin"])
        shore.token = tokens.issue(shore.account)
    kinds = ["cruise", "lowering", "event", "aux_data"]
    ship.knows(shore, speech=Speech.SEALOG, kinds=kinds, echo_account="from-shore")
    return shore


def test_a_cruise_is_created_with_its_id_and_then_changed(ship: Instance, target: Instance, radio: Radio) -> None:
    asked: list[tuple[str, str, Any]] = []
    radio.before = lambda r: asked.append((r.method, r.url.path.rpartition("/v1")[2], r.read()))
    with ship:
        id = cruise(meta={"cruise_pi": "Ana", "cruise_vessel": "", "cruise_files": ["plan.pdf"], "own": 1})
    radio.exchange(ship, target)
    assert [call[:2] for call in asked] == [("GET", f"/cruises/{id}"), ("POST", "/cruises")]
    sent = json.loads(asked[1][2])
    assert sent["id"] == id
    assert sent["cruise_additional_meta"] == {"cruise_pi": "Ana", "own": 1}
    assert set(sent) == {
        "id",
        "cruise_id",
        "start_ts",
        "stop_ts",
        "cruise_location",
        "cruise_tags",
        "cruise_hidden",
        "cruise_additional_meta",
    }
    with ship:
        save_voyage(actor=ANA, model=Cruise, id=id, values={"location": "Jaco Scar"})
    asked.clear()
    radio.exchange(ship, target)
    assert [call[:2] for call in asked] == [("GET", f"/cruises/{id}"), ("PATCH", f"/cruises/{id}")]
    assert "id" not in json.loads(asked[1][2])
    with target:
        assert Cruise.objects.get().location == "Jaco Scar"
    with ship:
        delete_voyage(actor=ANA, voyage=Cruise.objects.get())
    radio.exchange(ship, target)
    with target:
        assert Cruise.objects.exists(), "a cruise sync deletes nothing"


def test_events_and_aux_data_go_as_from_a_repeater(ship: Instance, target: Instance, radio: Radio) -> None:
    with ship:
        event = log(free_text="first", options=[{"event_option_name": "kind", "event_option_value": "x"}])
        aux(event)
    radio.exchange(ship, target)
    with ship:
        change(event, free_text="second")
        comment_on_event(actor=ANA, user=None, event_id=event, id=ids.new_id(), text="a rockfish")
        gone = log()
        aux(event, depth="200")
    radio.exchange(ship, target)
    with ship:
        delete_event(actor=ANA, user=ANYBODY, id=gone)
    radio.exchange(ship, target)
    with target:
        there = Event.objects.get(id=event)
        assert there.free_text == "second"
        assert [part["text"] for part in there.record()["comments"]] == ["a rockfish"]
        assert there.aux_data.get().data_array[0]["data_value"] == "200"
        assert Event.objects.get(id=gone).state == "deleted"
    with ship:
        assert not SyncHeld.objects.exists()


def test_what_came_from_there_is_not_sent_back(ship: Instance, target: Instance, radio: Radio) -> None:
    with ship:
        account = make_person("from-shore", roles=["event_logger"])
        new = NewEvent(value="FISH", ts=T0)
        log_event(actor=Actor(account.username, account.id, via="api"), user=account, id=None, new=new)
        log("OURS")
    radio.exchange(ship, target)
    with target:
        assert list(Event.objects.values_list("value", flat=True)) == ["OURS"]


def test_an_event_that_is_there_already_ends_the_loop_quietly(
    ship: Instance, target: Instance, radio: Radio
) -> None:
    with ship:
        event = log()
    with target:
        log_event(actor=ANA, user=None, id=event, new=NewEvent(value="FISH", ts=T0))
    radio.exchange(ship, target)
    with ship:
        assert not SyncHeld.objects.exists()
        assert SyncPeer.objects.get().problem == ""


def test_what_is_refused_is_held_and_the_others_go_on(ship: Instance, target: Instance, radio: Radio) -> None:
    with ship:
        good, bad = cruise("GOOD"), cruise("BAD")
        other = log()
    refuse = httpx.Response(400, json={"message": "cruise_id is not allowed"})
    inner = radio.inner.handle_request

    def refusing(request: httpx.Request) -> httpx.Response:
        return refuse if b'"BAD"' in request.read() else inner(request)

    radio.inner.handle_request = refusing  # type: ignore[method-assign]
    radio.exchange(ship, target)
    with target:
        assert Cruise.objects.get().id == good
        assert Event.objects.get().id == other
    with ship:
        held = SyncHeld.objects.get()
        assert (held.record_id, held.outgoing, held.problem) == (bad, True, "400: cruise_id is not allowed")
        SyncHeld.objects.update(next_at=T0)
    radio.inner.handle_request = inner  # type: ignore[method-assign]
    radio.exchange(ship, target)
    with target:
        assert Cruise.objects.count() == 2
    with ship:
        assert not SyncHeld.objects.exists()


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_while_it_knows_us_not_or_is_ill_everything_waits(
    status: int, ship: Instance, target: Instance, radio: Radio
) -> None:
    with ship:
        log()
    inner = radio.inner.handle_request
    radio.inner.handle_request = lambda request: httpx.Response(status)  # type: ignore[method-assign]
    with pytest.raises(running.Failed, match=str(status)):
        radio.exchange(ship, target)
    radio.inner.handle_request = inner  # type: ignore[method-assign]
    radio.exchange(ship, target)
    with target:
        assert Event.objects.count() == 1
    with ship:
        assert not SyncHeld.objects.exists()


def test_without_a_token_the_name_of_the_variable_is_told(ship: Instance, target: Instance, radio: Radio) -> None:
    del os.environ["SEALOG_SECRET_SHORE"]
    with pytest.raises(running.Failed, match="SEALOG_SECRET_SHORE"):
        radio.exchange(ship, target)
