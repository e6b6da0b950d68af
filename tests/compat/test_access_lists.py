"""Hidden cruises and lowerings that some may see (`SEALOG_ACCESS_CONTROL`): who sees them, on every route."""

from typing import Any

import pytest

from logging_core.accounts.models import User
from logging_core.compat.nes import paths
from logging_core.compat.nes.publications import Publication, publications
from logging_core.shared.models import Change
from logging_core.voyages.models import Cruise, Lowering
from tests.compat.development_data import (
    CRUISE,
    EVENTS,
    HIDDEN_CRUISE,
    HIDDEN_LOWERING,
    LOWERING,
    LOWERINGS,
    OTHER_CRUISE,
    PI,
)
from tests.compat.inside import ask, data  # noqa: F401  (every test here works on the data)
from tests.compat.test_voyages import NEW_CRUISE

LISTED = {"cruise": CRUISE, "lowering": LOWERING}
NOT_LISTED = {"cruise": OTHER_CRUISE, "lowering": LOWERINGS[3]}
OF_ONE = (
    "{kind}s/{id}",
    "{kind}s/{id}/bump",
    "events/by{kind}/{id}",
    "events/by{kind}/{id}/count",
    "event_exports/by{kind}/{id}",
    "event_exports/by{kind}/{id}?format=csv",
    "event_aux_data/by{kind}/{id}",
)


@pytest.fixture
def access_lists(settings: Any) -> None:
    settings.ACCESS_CONTROL = True
    User.objects.filter(id=PI).update(disabled=False)


def test_access_lists_open_hidden_records(access_lists: None) -> None:
    Cruise.objects.update(hidden=True)
    assert [c["cruise_id"] for c in ask("pi", "GET", "cruises").json()] == ["AT37-14"]
    assert ask("guest", "GET", "cruises").status_code == 404
    for address in (
        f"cruises/{CRUISE}",
        f"cruises/{CRUISE}/bump",
        f"events/bycruise/{CRUISE}",
        f"event_exports/bycruise/{CRUISE}",
    ):
        assert ask("pi", "GET", address).status_code == 200
        assert ask("guest", "GET", address).status_code == 401
    assert ask("pi", "GET", f"cruises/byevent/{EVENTS[0]}").json()["cruise_id"] == "AT37-14"
    assert ask("guest", "GET", f"cruises/byevent/{EVENTS[0]}").status_code == 404
    assert ask("pi", "GET", f"cruises/{HIDDEN_CRUISE}").status_code == 401


def test_visible_records_stay_visible_with_access_lists(access_lists: None) -> None:
    """F11: existing servers hide them on some routes."""
    assert ask("guest", "GET", f"cruises/bylowering/{LOWERING}").status_code == 200
    assert ask("guest", "GET", f"cruises/byevent/{EVENTS[0]}").status_code == 200
    assert len(ask("guest", "GET", f"lowerings/bycruise/{CRUISE}").json()) == 2


def test_records_show_their_access_list(access_lists: None, settings: Any) -> None:
    assert ask("guest", "GET", f"cruises/{CRUISE}").json()["cruise_access_list"] == [PI]
    assert ask("guest", "GET", f"lowerings/{LOWERING}").json()["lowering_access_list"] == []
    settings.ACCESS_CONTROL = False
    assert "cruise_access_list" not in ask("guest", "GET", f"cruises/{CRUISE}").json()


def test_permissions_are_a_set_and_hold_for_the_lowerings(access_lists: None) -> None:
    guest = User.objects.get(username="guest").id
    for _ in range(2):
        answer = ask("admin", "PATCH", f"cruises/{CRUISE}/permissions", {"add": [guest], "remove": [PI]})
        assert answer.status_code == 204
    assert ask("admin", "GET", f"cruises/{CRUISE}").json()["cruise_access_list"] == [guest]
    assert ask("admin", "GET", f"lowerings/{LOWERING}").json()["lowering_access_list"] == [guest]
    answer = ask("admin", "PATCH", f"cruises/{CRUISE}/permissions", {"add": ["0" * 24]})
    assert (answer.status_code, answer.json()["message"]) == (400, "cruise_access_list include invalid user IDs")
    answer = ask("admin", "PATCH", f"lowerings/{LOWERING}/permissions", {})
    assert answer.json()["message"] == '"loweringUpdatePermissionsPayload" must have at least 1 key'


def test_records_are_made_and_changed_with_their_access_list(access_lists: None) -> None:
    """F10: existing servers refuse every list that is not empty."""
    made = ask("admin", "POST", "cruises", {**NEW_CRUISE, "cruise_access_list": [PI]})
    assert made.status_code == 201
    id = made.json()["insertedId"]
    assert ask("admin", "GET", f"cruises/{id}").json()["cruise_access_list"] == [PI]
    assert ask("admin", "PATCH", f"cruises/{id}", {"cruise_access_list": []}).status_code == 204
    assert ask("admin", "GET", f"cruises/{id}").json()["cruise_access_list"] == []
    wrong = ask("admin", "POST", "cruises", {**NEW_CRUISE, "cruise_access_list": ["0" * 24]})
    assert (wrong.status_code, Cruise.objects.count()) == (400, 4)


def test_a_deleted_account_leaves_the_lists(access_lists: None) -> None:
    ask("admin", "DELETE", f"users/{PI}")
    assert ask("admin", "GET", f"cruises/{CRUISE}").json()["cruise_access_list"] == []


@pytest.fixture
def everything_hidden(access_lists: None) -> None:
    """`pi` is named by one cruise and one lowering; all of them are hidden."""
    Cruise.objects.update(hidden=True)
    Lowering.objects.update(hidden=True)
    Lowering.objects.get(id=LOWERING).access_list.add(User.objects.get(id=PI))


@pytest.mark.parametrize("kind", ["cruise", "lowering"])
@pytest.mark.parametrize("address", OF_ONE)
def test_a_reader_sees_what_names_him_and_nothing_else(everything_hidden: None, kind: str, address: str) -> None:
    route = address.replace("{kind}", kind)
    assert ask("pi", "GET", route.replace("{id}", LISTED[kind])).status_code == 200
    assert ask("pi", "GET", route.replace("{id}", NOT_LISTED[kind])).status_code == 401
    assert ask("guest", "GET", route.replace("{id}", LISTED[kind])).status_code == 401


@pytest.mark.parametrize("table", ["", "?format=csv"], ids=["JSON", "CSV"])
def test_lists_and_lookups_hold_what_names_him_and_nothing_else(everything_hidden: None, table: str) -> None:
    for kind in ("cruise", "lowering"):
        found = ask("pi", "GET", f"{kind}s{table}").getvalue().decode()
        assert LISTED[kind] in found and NOT_LISTED[kind] not in found
        assert ask("guest", "GET", f"{kind}s{table}").status_code == 404
        assert LISTED[kind] in ask("pi", "GET", f"{kind}s/byevent/{EVENTS[0]}{table}").getvalue().decode()
        assert ask("guest", "GET", f"{kind}s/byevent/{EVENTS[0]}{table}").status_code == 404
    inside = ask("pi", "GET", f"lowerings/bycruise/{CRUISE}{table}").getvalue().decode()
    assert LOWERING in inside and LOWERINGS[1] not in inside
    assert CRUISE in ask("pi", "GET", f"cruises/bylowering/{LOWERING}{table}").getvalue().decode()
    assert ask("pi", "GET", f"cruises/bylowering/{LOWERINGS[1]}{table}").status_code == 401


def test_names_of_records_are_told_to_readers_only(everything_hidden: None) -> None:
    for table in ("json", "csv"):
        named = ask("pi", "GET", f"events?add_record_ids=true&format={table}").getvalue().decode()
        assert "AT37-14" in named and "4928" in named
        others = ask("guest", "GET", f"events?add_record_ids=true&format={table}").getvalue().decode()
        assert "AT37-14" not in others and "4928" not in others


@pytest.mark.parametrize("kind", ["cruise", "lowering"])
def test_a_reader_changes_what_he_sees_and_nothing_else(everything_hidden: None, kind: str) -> None:
    User.objects.filter(id=PI).update(roles=["cruise_manager"])
    change = {f"{kind}_location": "elsewhere"}
    assert ask("pi", "PATCH", f"{kind}s/{LISTED[kind]}", change).status_code == 204
    assert ask("pi", "PATCH", f"{kind}s/{NOT_LISTED[kind]}", change).status_code == 401
    assert ask("pi", "PATCH", f"{kind}s/{NOT_LISTED[kind]}/permissions", {"add": [PI]}).status_code == 401


# --- over the socket ------------------------------------------------------------------------------------------


def told(username: str, of: list[Publication]) -> list[tuple[str, Any]]:
    """Path and id of what somebody is told."""
    person = User.objects.get(username=username) if username else None
    return [(publication.path, publication.message["id"]) for publication in of if publication.frame_for(person)]


def published() -> list[Publication]:
    return publications(list(Change.objects.order_by("seq")))


def test_over_the_socket_too_a_reader_is_told_of_what_names_him_only(everything_hidden: None) -> None:
    Change.objects.all().delete()
    for kind in ("cruise", "lowering"):
        for id in (LISTED[kind], NOT_LISTED[kind]):
            ask("admin", "PATCH", f"{kind}s/{id}", {f"{kind}_location": "elsewhere"})
    found = published()
    seen = told("pi", found)
    assert (paths.UPDATE_CRUISES, CRUISE) in seen and (paths.UPDATE_LOWERINGS, LOWERING) in seen
    assert {id for _, id in seen} == {CRUISE, LOWERING}, "relatives are told by their own lists, too"
    assert told("guest", found) == told("", found) == []
    assert {OTHER_CRUISE, LOWERINGS[3]} <= {id for _, id in told("admin", found)}


def test_who_may_see_a_record_is_not_published(everything_hidden: None) -> None:
    """Section 2.4.9: nothing is published; and no frame carries an access list."""
    Change.objects.all().delete()
    guest = User.objects.get(username="guest").id
    assert ask("admin", "PATCH", f"cruises/{CRUISE}/permissions", {"add": [guest]}).status_code == 204
    assert Change.objects.filter(verb="access").exists()
    assert published() == []
    ask("admin", "PATCH", f"cruises/{CRUISE}", {"cruise_location": "x", "cruise_access_list": [PI]})
    assert published() != []
    assert [p for p in published() if any("access" in name for name in p.message)] == []


def test_a_record_without_a_list_stays_with_the_admins(everything_hidden: None) -> None:
    for kind, id in (("cruise", HIDDEN_CRUISE), ("lowering", HIDDEN_LOWERING)):
        assert ask("pi", "GET", f"{kind}s/{id}").status_code == 401
        assert ask("admin", "GET", f"{kind}s/{id}").status_code == 200
