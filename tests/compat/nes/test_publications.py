"""What is published where, in which order, to whom (sections 3.7, 3.8, 9.2; acceptance checks 9 to 12)."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.compat.nes.conftest import Server
from tests.compat.nes.talk import ALL_PATHS, Socket
from tests.support.running import ROOT

pytestmark = pytest.mark.system
Listening = Callable[..., Socket]
# Without the variables, in which the free space of the disk is told once a minute.
ALL = [name for path in ALL_PATHS if (name := path.rpartition("/")[2]) != "updateCustomVars"]
EVENTS = ["newEvents", "updateEvents", "deleteEvents"]
RESTORE = """
from logging_core.accounts.actions import COMMAND
from logging_core.accounts.models import User
from logging_core.events.actions import restore_event
from logging_core.events.models import Event
for event in Event.objects.filter(state="deleted").order_by("-ordinal")[:2]:
    restore_event(actor=COMMAND, user=User.objects.get(username="admin"), id=event.id)
"""
META: dict[str, Any] = {"cruise_name": "", "cruise_vessel": "", "cruise_pi": ""}


def ago(seconds: float) -> str:
    return (datetime.now(UTC) - timedelta(seconds=seconds)).isoformat()


def log(server: Server, **fields: Any) -> dict[str, Any]:
    answer = server.as_admin.post("/events", json={"event_value": "FISH", **fields})
    assert answer.status_code == 201, answer.text
    return answer.json()["insertedEvent"]


def test_a_new_event_is_published_as_it_was_answered(server: Server, listening: Listening) -> None:
    socket = listening("", *EVENTS)
    event = log(server, event_options=[{"event_option_name": "Some  Name", "event_option_value": ""}])
    assert socket.published() == ("newEvents", event)
    assert event["event_options"] == [{"event_option_name": "some_name", "event_option_value": ""}]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, True),
        ({"ts": -100}, True),
        ({"ts": 100}, True),
        ({"ts": 130}, False),
        ({"ts": -130}, False),
        ({"ts": 86400 * 365}, False),
        ({"publish": False}, False),
        ({"publish": True}, True),
    ],
)
def test_only_what_happens_now_is_published_as_new(
    server: Server, listening: Listening, fields: dict[str, Any], told: bool
) -> None:
    socket = listening("", *EVENTS)
    if "ts" in fields:
        fields = {"ts": ago(fields["ts"])}
    event = log(server, **fields)
    assert socket.all_published() == ([("newEvents", event)] if told else [])


def test_a_change_is_published_even_when_nothing_differs(server: Server, listening: Listening) -> None:
    socket = listening("", *ALL)
    event = log(server)
    assert socket.published() == ("newEvents", event)
    same = {name: value for name, value in event.items() if name != "id"}
    for _ in range(2):
        assert server.as_admin.patch(f"/events/{event['id']}", json=same).status_code == 204
    assert socket.all_published() == [("updateEvents", event)] * 2


def test_a_comment_is_an_update(server: Server, listening: Listening) -> None:
    socket = listening("", *ALL)
    event = log(server, event_options=[{"event_option_name": "status", "event_option_value": "alive"}])
    assert socket.published() == ("newEvents", event)
    options = [*event["event_options"], {"event_option_name": "event_comment", "event_option_value": "Nice!"}]
    server.as_admin.patch(f"/events/{event['id']}", json={"event_options": options})
    assert socket.all_published() == [("updateEvents", event | {"event_options": options})]


def test_another_time_is_a_deletion_and_a_new_event_of_any_age(server: Server, listening: Listening) -> None:
    socket = listening("", *EVENTS)
    event = log(server)
    assert socket.published() == ("newEvents", event)
    attach(server, event["id"], "1")
    server.as_admin.patch(f"/events/{event['id']}", json={"ts": "2020-01-01T00:00:00.001Z"})
    moved = event | {"ts": "2020-01-01T00:00:00.001Z"}
    assert socket.all_published() == [("deleteEvents", moved), ("newEvents", moved)]


def attach(server: Server, event_id: str, value: Any, **fields: Any) -> dict[str, Any]:
    sent = {
        "event_id": event_id,
        "data_source": "nav",
        "data_array": [{"data_name": "depth", "data_value": value, "data_uom": "m"}],
        **fields,
    }
    answer = server.as_admin.post("/event_aux_data", json=sent)
    assert answer.status_code in (201, 204), answer.text
    return {"id": answer.json()["insertedId"] if answer.content else None, **sent}


def test_a_deletion_carries_the_stored_aux_data(server: Server, listening: Listening) -> None:
    socket = listening("", *EVENTS)
    event = log(server)
    assert socket.published() == ("newEvents", event)
    aux = attach(server, event["id"], 1.5)
    server.as_admin.delete(f"/events/{event['id']}")
    raw = {"_id": aux.pop("id"), **aux}
    assert socket.all_published() == [("deleteEvents", event | {"aux_data": [raw]})]


@pytest.mark.parametrize(("age", "told"), [(10, True), (500, False)])
def test_an_event_that_is_logged_again_is_new_only_if_it_is_of_now(
    server: Server, listening: Listening, age: float, told: bool
) -> None:
    """Deleted and posted again under its id, as by an import after a wipe; not at all when asked to be silent."""
    socket, ts = listening("", *EVENTS), ago(age)
    event = log(server, ts=ts)
    delete(server, socket, event)
    again = log(server, ts=ts, id=event["id"])
    assert socket.all_published() == ([("newEvents", again)] if told else [])
    delete(server, socket, event)
    log(server, ts=ts, id=event["id"], publish=False)
    assert socket.all_published() == []


def test_a_deletion_that_is_undone_is_a_new_event_only_if_it_is_of_now(
    server: Server, listening: Listening
) -> None:
    socket = listening("", *EVENTS)
    new, old = log(server), log(server, ts=ago(500))
    for event in (new, old):
        delete(server, socket, event)
    restore_all(server)
    assert socket.all_published() == [("newEvents", new)]


def delete(server: Server, socket: Socket, event: dict[str, Any]) -> None:
    """Delete it, and read on until that is published."""
    assert server.as_admin.delete(f"/events/{event['id']}").status_code == 204
    while socket.published() != ("deleteEvents", event | {"aux_data": []}):
        pass


def restore_all(server: Server) -> None:
    """Undo, which pages offer, of every deletion that the admin made."""
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", RESTORE],
        cwd=ROOT,
        env=server.system.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("number", "told"), [(3, True), (101, False)])
def test_a_deletion_of_many_is_told_of_up_to_a_hundred(
    server: Server, listening: Listening, number: int, told: bool
) -> None:
    """F21: existing servers tell of none, and open clients go on showing them."""
    value = f"BULK {number}"
    events = [log(server, event_value=value, publish=False) for _ in range(number)]
    socket = listening("", *EVENTS)
    answer = server.as_admin.delete("/events", params={"value": value})
    assert answer.json() == {"deletedCount": number}
    expected = [("deleteEvents", event | {"aux_data": []}) for event in events] if told else []
    assert socket.all_published() == expected


def test_aux_data_is_published_when_its_event_is_of_now_and_when_it_really_changes(
    server: Server, listening: Listening
) -> None:
    socket = listening("", *(path for path in ALL if path not in EVENTS))
    event, old = log(server), log(server, ts=ago(500))
    aux = attach(server, event["id"], "1")
    attach(server, old["id"], "1")
    attach(server, event["id"], "1")
    attach(server, event["id"], "2")
    changed = aux | {"data_array": [{"data_name": "depth", "data_value": "2", "data_uom": "m"}]}
    attach(server, log(server, publish=False)["id"], "1", id="f" * 24)
    assert socket.all_published() == [("newEventAuxData", aux), ("updateEventAuxData", changed)]
    server.as_admin.delete(f"/event_aux_data/{aux['id']}")
    assert socket.all_published() == [("deleteEventAuxData", changed)]


def template(**fields: Any) -> dict[str, Any]:
    return {
        "event_name": "Fish",
        "event_value": "FISH",
        "event_free_text_required": False,
        "system_template": False,
        **fields,
    }


def test_strangers_learn_of_templates_only_that_there_is_a_change(server: Server, listening: Listening) -> None:
    stranger, member = listening("", *ALL), listening(server.token_of_new("event_logger"), *ALL)
    id = server.create("event_templates", **template())
    server.as_admin.patch(f"/event_templates/{id}", json={"event_name": "Fishes"})
    server.as_admin.delete(f"/event_templates/{id}")
    paths = ["newEventTemplates", "updateEventTemplates", "deleteEventTemplates"]
    assert stranger.all_published() == [(path, {"id": id}) for path in paths]
    seen = member.all_published()
    assert [path for path, _ in seen] == paths
    assert [record["event_name"] for _, record in seen] == ["Fish", "Fishes", "Fishes"]
    assert not [record for _, record in seen if "disabled" in record or "position" in record]


def test_templates_for_admins_reach_admins_only(server: Server, listening: Listening) -> None:
    stranger, member = listening("", *ALL), listening(server.token_of_new("event_logger"), *ALL)
    admin = listening(server.admin_token, *ALL)
    id = server.create("event_templates", **template(system_template=True, admin_only=True))
    server.as_admin.delete(f"/event_templates/{id}")
    assert [record["id"] for _, record in admin.all_published()] == [id, id]
    assert (stranger.all_published(0.2), member.all_published(0.2)) == ([], [])


def test_a_template_that_is_withdrawn_disappears_for_others(server: Server, listening: Listening) -> None:
    stranger, admin = listening("", *ALL), listening(server.admin_token, *ALL)
    id = server.create("event_templates", **template(system_template=True))
    assert (stranger.published(), admin.published()[1]["id"]) == (("newEventTemplates", {"id": id}), id)
    server.as_admin.patch(f"/event_templates/{id}", json={"admin_only": True})
    assert stranger.all_published() == [("deleteEventTemplates", {"id": id})]
    assert [path for path, _ in admin.all_published(0.2)] == ["updateEventTemplates"]


def cruise(name: str, year: int, **fields: Any) -> dict[str, Any]:
    return {
        "cruise_id": name,
        "start_ts": f"{year}-01-01T00:00:00.000Z",
        "stop_ts": f"{year}-12-31T00:00:00.000Z",
        "cruise_location": "",
        "cruise_additional_meta": META,
        "cruise_tags": [],
        "cruise_hidden": False,
        **fields,
    }


def lowering(name: str, year: int) -> dict[str, Any]:
    return {
        "lowering_id": name,
        "start_ts": f"{year}-02-01T00:00:00.000Z",
        "stop_ts": f"{year}-02-02T00:00:00.000Z",
        "lowering_location": "",
        "lowering_additional_meta": {},
        "lowering_tags": [],
        "lowering_hidden": False,
    }


def test_cruises_and_lowerings_reach_those_with_a_token(server: Server, listening: Listening) -> None:
    stranger, member = listening("", *ALL), listening(server.token_of_new("event_watcher"), *ALL)
    cruise_id = server.create("cruises", **cruise("FK1", 1971))
    lowering_id = server.create("lowerings", **lowering("S1", 1971))
    seen = member.all_published()
    assert [path for path, _ in seen] == ["newCruises", "newLowerings", "updateCruises"]
    assert [record["id"] for _, record in seen] == [cruise_id, lowering_id, cruise_id]
    assert seen[0][1] == seen[2][1], "a cruise has the same shape whatever brought it up"
    assert "cruise_files" not in seen[0][1]["cruise_additional_meta"]
    server.as_admin.patch(f"/cruises/{cruise_id}", json={"cruise_location": "Here"})
    assert [path for path, _ in member.all_published()] == ["updateCruises", "updateLowerings"]
    assert stranger.all_published(0.2) == []


def test_hidden_cruises_reach_admins_only(server: Server, listening: Listening) -> None:
    member, admin = listening(server.token_of_new("cruise_manager"), *ALL), listening(server.admin_token, *ALL)
    id = server.create("cruises", **cruise("Secret", 1972, cruise_hidden=True))
    server.as_admin.patch(f"/cruises/{id}", json={"cruise_location": "Secret bay"})
    assert [record["id"] for _, record in admin.all_published()] == [id, id]
    assert member.all_published(0.2) == []


def test_variables_are_published_whole(server: Server, listening: Listening) -> None:
    socket = listening("", "updateCustomVars")
    asnap = server.as_admin.get("/custom_vars", params={"name": "asnapStatus"}).json()[0]
    server.as_admin.patch(f"/custom_vars/{asnap['id']}", json={"custom_var_value": "Pause"})
    told = [record for _, record in socket.all_published() if record["id"] == asnap["id"]]
    assert told == [asnap | {"custom_var_value": "Pause"}]


def test_subscribing_twice_delivers_once_and_unsubscribing_ends_it(server: Server, listening: Listening) -> None:
    socket = listening("", "newEvents", "newEvents")
    socket.ask({"type": "sub", "id": 1, "path": "/ws/status/newEvents"})
    event = log(server)
    assert socket.all_published() == [("newEvents", event)]
    socket.ask({"type": "unsub", "id": 2, "path": "/ws/status/newEvents"})
    log(server)
    assert socket.all_published() == []


def test_order_is_that_of_storing_and_nothing_is_lost(server: Server, listening: Listening) -> None:
    sockets = [listening("", *EVENTS) for _ in range(3)]
    logged = [log(server, event_value=f"E{number}") for number in range(100)]
    for socket in sockets:
        assert [event for _, event in socket.all_published()] == logged


def test_a_socket_of_a_changed_account_is_closed(server: Server, listening: Listening) -> None:
    token = server.token_of_new("event_logger")
    socket = listening(token, *ALL)
    me = server.http(token).get("/auth/profile").json()
    answer = server.as_admin.patch(f"/users/{me['id']}", json={"roles": ["event_watcher"]})
    assert answer.status_code == 204, answer.text
    socket.wait_closed()


def test_a_stale_token_counts_as_none(server: Server, listening: Listening) -> None:
    socket = listening("not.a.token", *ALL)
    server.create("cruises", **cruise("FK2", 1973))
    event = log(server)
    assert socket.all_published() == [("newEvents", event)]
