"""Acceptance check 24: cruises and lowerings."""

from typing import Any

import pytest

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
from tests.compat.site import Client, Site

NEW_CRUISE = {
    "cruise_id": "FKt230303",
    "start_ts": "2023-03-03T00:00:00.000Z",
    "stop_ts": "2023-04-11T23:59:59.000Z",
    "cruise_location": "",
    "cruise_tags": [],
    "cruise_additional_meta": {},
}
NEW_LOWERING = {name.replace("cruise", "lowering"): value for name, value in NEW_CRUISE.items()}
NEW = {"cruises": NEW_CRUISE, "lowerings": NEW_LOWERING}


def names(client: Client, address: str, **query: Any) -> list[str]:
    answer = client.get(address, **query)
    key = "cruise_id" if address.startswith("cruise") else "lowering_id"
    return [record[key] for record in answer.json()] if answer.status_code == 200 else []


def test_a_cruise_as_clients_know_it(site: Site) -> None:
    cruise = site.guest.get(f"cruises/{CRUISE}").json()
    assert sorted(cruise) == [
        "cruise_additional_meta",
        "cruise_hidden",
        "cruise_id",
        "cruise_location",
        "cruise_tags",
        "id",
        "start_ts",
        "stop_ts",
    ]
    assert cruise["start_ts"] == "2017-06-14T00:00:00.000Z"
    assert cruise["cruise_additional_meta"]["cruise_files"] == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["AT37-14", "AT37-13"]),
        ({"cruise_id": "AT37-13"}, ["AT37-13"]),
        ({"cruise_id": "AT37-13", "cruise_tags": "nothing"}, ["AT37-13"]),
        ({"startTS": "2017-06-20", "stopTS": "2017-06-20"}, ["AT37-14"]),
        ({"startTS": "2017-06-28"}, []),
        ({"cruise_tags": "corals"}, ["AT37-13"]),
        ({"cruise_tags": ["corals", "engineering"]}, ["AT37-14", "AT37-13"]),
        ({"cruise_location": "Costa Rica"}, ["AT37-13"]),
        ({"cruise_vessel": "R/V Atlantis", "limit": 1}, ["AT37-14"]),
        ({"cruise_pi": "Nobody"}, []),
        ({"hidden": "false"}, ["AT37-14", "AT37-13"]),
        ({"offset": 1}, ["AT37-13"]),
    ],
)
def test_cruises_are_found(site: Site, query: dict[str, Any], found: list[str]) -> None:
    assert names(site.guest, "cruises", **query) == found
    if not found:
        assert site.guest.get("cruises", **query).json()["message"] == "No records found"


def test_hidden_cruises_are_for_admins(site: Site) -> None:
    assert names(site.admin, "cruises") == ["AT37-14", "AT37-13", "AT29-02"]
    assert names(site.admin, "cruises", hidden=True) == ["AT29-02"]
    refused = site.guest.get("cruises", hidden=True)
    assert (refused.status_code, refused.json()["message"]) == (
        401,
        "User not authorized to retrieve hidden cruises",
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["4929", "4928", "4908", "4907", "4906"]),
        ({"lowering_id": "4907"}, ["4907"]),
        ({"lowering_id": "4930"}, []),
        ({"startTS": "2017-06-15"}, ["4929", "4928"]),
        ({"hidden": "false", "limit": 1}, ["4929"]),
    ],
)
def test_lowerings_are_found(site: Site, query: dict[str, Any], found: list[str]) -> None:
    assert names(site.guest, "lowerings", **query) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["4929", "4928"]),
        ({"startTS": "2017-06-15T00:00:00Z"}, ["4929"]),
        ({"stopTS": "2017-06-15T12:00:00Z"}, ["4928"]),
        ({"startTS": "2001-01-01", "stopTS": "2030-01-01"}, ["4929", "4928"]),
    ],
)
def test_lowerings_of_a_cruise(site: Site, query: dict[str, Any], found: list[str]) -> None:
    assert names(site.guest, f"lowerings/bycruise/{CRUISE}", **query) == found


def test_records_are_found_by_what_they_hold(site: Site) -> None:
    assert site.guest.get(f"cruises/bylowering/{LOWERING}").json()["cruise_id"] == "AT37-14"
    assert site.guest.get(f"cruises/byevent/{EVENTS[0]}").json()["cruise_id"] == "AT37-14"
    assert site.guest.get(f"lowerings/byevent/{EVENTS[0]}").json()["lowering_id"] == "4928"
    outside = site.guest.post("events", {"event_value": "X"}).json()["insertedId"]
    answer = site.guest.get(f"cruises/byevent/{outside}")
    assert (answer.status_code, answer.json()["message"]) == (404, "No records found")


@pytest.mark.parametrize("kind", ["cruises", "lowerings"])
def test_a_record_is_made(site: Site, kind: str) -> None:
    made = site.admin.post(kind, NEW[kind])
    assert (made.status_code, made.json()["acknowledged"]) == (201, True)
    record = site.admin.get(f"{kind}/{made.json()['insertedId']}").json()
    assert {name: record[name] for name in NEW[kind] if "meta" not in name} == {
        name: value for name, value in NEW[kind].items() if "meta" not in name
    }
    assert (site.system.data_dir / "files" / kind / made.json()["insertedId"]).is_dir()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"cruise_id": None}, '"cruise_id" must be a string'),
        ({"cruise_id": ""}, '"cruise_id" is not allowed to be empty'),
        ({"start_ts": "x"}, '"start_ts" must be in ISO 8601 date format'),
        ({"stop_ts": "2023-03-03T00:00:00.000Z"}, "Start date must be older than stop date"),
        ({"cruise_tags": "a"}, '"cruise_tags" must be an array'),
        ({"cruise_tags": ["a", 1]}, '"cruiseTag" must be a string'),
        ({"cruise_additional_meta": []}, '"cruise_additional_meta" must be of type object'),
        ({"cruise_additional_meta": {"cruise_pi": 1}}, '"cruise_additional_meta.cruise_pi" must be a string'),
        ({"cruise_access_list": []}, '"cruise_access_list" is not allowed'),
        ({"bogus": 1}, '"bogus" is not allowed'),
        ({"id": CRUISE}, "Record with the payload id already exists"),
    ],
)
def test_a_wrong_cruise_is_refused(site: Site, change: dict[str, Any], message: str) -> None:
    answer = site.admin.post("cruises", {**NEW_CRUISE, **change})
    assert (answer.status_code, answer.json()["message"]) == (400, message)


def test_the_metadata_are_replaced_whole(site: Site) -> None:
    meta = {"cruise_name": "new", "own": {"deep": [1, 2.5, None]}}
    assert site.admin.patch(f"cruises/{CRUISE}", {"cruise_additional_meta": meta}).status_code == 204
    assert site.admin.get(f"cruises/{CRUISE}").json()["cruise_additional_meta"] == {**meta, "cruise_files": []}


def test_a_record_read_and_sent_back_stays_as_it_is(site: Site) -> None:
    for address in (f"cruises/{CRUISE}", f"lowerings/{LOWERING}"):
        record = site.admin.get(address).json()
        assert site.admin.patch(address, record).status_code == 204
        assert site.admin.get(address).json() == record


def test_one_without_an_end_keeps_having_none(site: Site) -> None:
    site.query("UPDATE logging_core_cruise SET stop_ts = NULL WHERE id = %s RETURNING id", CRUISE)
    record = site.admin.get(f"cruises/{CRUISE}").json()
    assert record["stop_ts"] == "2199-12-31T23:59:59.999Z"
    assert site.admin.patch(f"cruises/{CRUISE}", {**record, "cruise_location": "sea"}).status_code == 204
    assert site.query("SELECT stop_ts, location FROM logging_core_cruise WHERE id = %s", CRUISE) == [(None, "sea")]
    assert names(site.admin, f"lowerings/bycruise/{CRUISE}") == ["4930", "4929", "4928"]
    assert len(site.admin.get(f"events/bycruise/{CRUISE}").json()) == 5


@pytest.mark.parametrize(("kind", "status"), [("cruises", 404), ("lowerings", 400)])
def test_an_unknown_record_cannot_be_changed(site: Site, kind: str, status: int) -> None:
    answer = site.admin.patch(f"{kind}/{'0' * 24}", {"start_ts": "2001-01-01"})
    assert (answer.status_code, answer.json()["message"]) == (status, f"No record found for id: {'0' * 24}")


def test_hiding_a_cruise_hides_its_lowerings(site: Site) -> None:
    manager = site.somebody("cruise_manager")
    assert manager.patch(f"cruises/{CRUISE}", {"cruise_hidden": True}).status_code == 204
    assert names(site.guest, "lowerings") == ["4908", "4907", "4906"]
    assert site.admin.get(f"lowerings/{LOWERING}").json()["lowering_hidden"] is True
    site.admin.patch(f"cruises/{CRUISE}", {"cruise_hidden": False})
    assert names(site.guest, "lowerings") == ["4930", "4929", "4928", "4908", "4907", "4906"]


@pytest.mark.parametrize(
    "address",
    [
        f"cruises/{HIDDEN_CRUISE}",
        f"cruises/{HIDDEN_CRUISE}/bump",
        f"lowerings/{HIDDEN_LOWERING}",
        f"lowerings/{HIDDEN_LOWERING}/bump",
        f"lowerings/bycruise/{HIDDEN_CRUISE}",
        f"cruises/bylowering/{HIDDEN_LOWERING}",
        f"events/bycruise/{HIDDEN_CRUISE}",
        f"events/bycruise/{HIDDEN_CRUISE}/count",
        f"events/bylowering/{HIDDEN_LOWERING}",
        f"events/bylowering/{HIDDEN_LOWERING}/count",
        f"event_exports/bycruise/{HIDDEN_CRUISE}",
        f"event_exports/bylowering/{HIDDEN_LOWERING}",
        f"event_aux_data/bycruise/{HIDDEN_CRUISE}",
        f"event_aux_data/bylowering/{HIDDEN_LOWERING}",
        f"/sealog-server/files/cruises/{HIDDEN_CRUISE}/plan.pdf",
        f"/sealog-server/files/lowerings/{HIDDEN_LOWERING}/plan.pdf",
    ],
)
def test_hidden_records_are_hidden_on_every_route(site: Site, address: str) -> None:
    """S7: one rule everywhere."""
    refused = site.guest.get(address)
    assert (refused.status_code, refused.json()["error"]) == (401, "Unauthorized")
    assert site.admin.get(address).status_code in (200, 404)


def test_hidden_records_cannot_be_changed_by_who_does_not_see_them(site: Site) -> None:
    manager = site.somebody("cruise_manager")
    assert manager.patch(f"cruises/{HIDDEN_CRUISE}", {"cruise_hidden": False}).status_code == 401
    assert manager.patch(f"lowerings/{HIDDEN_LOWERING}", {"lowering_hidden": False}).status_code == 401


def test_permissions_are_not_there_without_access_lists(site: Site) -> None:
    for address in (f"cruises/{CRUISE}/permissions", f"lowerings/{LOWERING}/permissions"):
        assert site.admin.patch(address, {"add": [PI]}).status_code == 404


def test_a_bump_tells_of_a_record_again(site: Site) -> None:
    answer = site.guest.get(f"cruises/{CRUISE}/bump")
    assert (answer.status_code, answer.content) == (200, b"")
    rows = site.query("SELECT kind, verb, record_id FROM logging_core_change ORDER BY seq DESC LIMIT 1")
    assert rows == [("cruise", "update", CRUISE)]


@pytest.mark.parametrize(("kind", "id"), [("cruises", CRUISE), ("lowerings", LOWERING)])
def test_a_deleted_record_takes_its_files_along(site: Site, kind: str, id: str) -> None:
    folder = site.system.data_dir / "files" / kind / id
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plan.txt").write_text("plan")
    assert site.admin.delete(f"{kind}/{id}").status_code == 204
    assert not folder.exists()
    assert site.admin.delete(f"{kind}/{id}").status_code == 404
    assert len(site.admin.get("events").json()) == 5


def test_all_records_are_deleted(site: Site) -> None:
    for kind in ("cruises", "lowerings"):
        assert site.guest.delete(f"{kind}/all").status_code == 403
        assert site.admin.delete(f"{kind}/all").status_code == 204
        assert site.admin.get(kind).status_code == 404
    assert len(site.admin.get("events").json()) == 5


def test_a_cruise_manager_changes_but_does_not_make(site: Site) -> None:
    """Acceptance check 27."""
    manager = site.somebody("cruise_manager")
    assert manager.post("cruises", NEW_CRUISE).status_code == 403
    assert manager.patch(f"cruises/{OTHER_CRUISE}", {"cruise_location": "x"}).status_code == 204
    assert manager.patch(f"lowerings/{LOWERINGS[3]}", {"lowering_location": "x"}).status_code == 204
    assert manager.delete(f"cruises/{OTHER_CRUISE}").status_code == 403
