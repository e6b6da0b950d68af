"""Acceptance checks 19 to 22: aux data and exports."""

import threading
from typing import Any

import pytest

from tests.compat.development_data import AUX_DATA, CRUISE, EVENTS, LOWERING
from tests.compat.site import Client, Site

ARRAY = [{"data_name": "depth", "data_value": 1.5, "data_uom": "m"}, {"data_name": "id", "data_value": "01"}]


def body(event: str = EVENTS[0], array: Any = ARRAY, **fields: Any) -> dict[str, Any]:
    return {"event_id": event, "data_source": "ctd", "data_array": array, **fields}


def record(client: Client, event: str = EVENTS[0], source: str = "ctd") -> dict[str, Any]:
    found = client.get("event_aux_data", eventID=event, datasource=source).json()
    assert len(found) == 1
    return found[0]


def test_the_second_record_of_a_source_replaces_the_first(site: Site) -> None:
    first, second = site.guest.post("event_aux_data", body()), site.guest.post("event_aux_data", body(array=[]))
    assert (first.status_code, second.status_code, second.content) == (201, 204, b"")
    assert record(site.admin)["data_array"] == []
    assert record(site.admin)["id"] == first.json()["insertedId"]


def test_also_when_both_come_at_once(site: Site) -> None:
    statuses: list[int] = []

    def insert(number: int) -> None:
        values = [{"data_name": "n", "data_value": number}]
        statuses.append(Client(site.url, site.guest.token).post("event_aux_data", body(array=values)).status_code)

    threads = [threading.Thread(target=insert, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [201] + [204] * 7
    assert record(site.admin)


def test_numbers_stay_numbers_and_text_stays_text(site: Site) -> None:
    site.guest.post("event_aux_data", body())
    assert record(site.admin)["data_array"] == ARRAY
    line = site.admin.get(f"event_exports/{EVENTS[0]}", format="csv").text.splitlines()[1]
    assert line.endswith(',"m",1.5,,"01"')


@pytest.mark.parametrize(
    ("element", "stored"),
    [
        ({"data_name": "a", "data_value": "", "data_uom": ""}, {"data_name": "a", "data_value": ""}),
        ({"data_name": "a", "data_value": True}, None),
        ({"data_name": "a", "data_value": None}, None),
        ({"data_name": "a"}, None),
        ({"data_name": "", "data_value": 1}, None),
        ({"data_name": "a", "data_value": 1, "bogus": 1}, None),
        ("text", None),
    ],
)
def test_elements_are_checked(site: Site, element: Any, stored: Any) -> None:
    answer = site.guest.post("event_aux_data", body(array=[element]))
    if stored is None:
        assert (answer.status_code, answer.json()["message"]) == (400, "Invalid request payload input")
    else:
        assert answer.status_code == 201
        assert record(site.admin)["data_array"] == [stored]


def test_there_must_be_the_event(site: Site) -> None:
    answer = site.guest.post("event_aux_data", body(event="0" * 24))
    assert (answer.status_code, answer.json()["message"]) == (400, "event not found")


def test_a_record_is_read_in_again_under_its_id(site: Site) -> None:
    """Importers count 201 as new and 204 as updated; other clients hear of neither."""
    sent = body(id="a" * 24)
    assert site.guest.post("event_aux_data", sent).status_code == 201
    assert site.guest.post("event_aux_data", body(array=[], id="a" * 24)).status_code == 204
    assert record(site.admin) == {**body(array=[]), "id": "a" * 24}
    rows = site.query(
        "SELECT verb, quiet FROM logging_core_change WHERE kind = 'aux_data' AND record_id = %s", "a" * 24
    )
    assert rows == [("create", True), ("update", True)]


def test_a_removed_record_can_be_read_in_again(site: Site) -> None:
    whole = site.admin.get(f"event_aux_data/{AUX_DATA[0]}").json()
    assert site.guest.delete(f"event_aux_data/{AUX_DATA[0]}").status_code == 204
    assert site.guest.delete(f"event_aux_data/{AUX_DATA[0]}").status_code == 404
    assert site.guest.post("event_aux_data", whole).status_code == 201
    assert site.admin.get(f"event_aux_data/{AUX_DATA[0]}").json() == whole


def test_a_correction_changes_what_is_sent_and_keeps_the_rest(site: Site) -> None:
    sent = {"data_array": [{"data_name": "depth", "data_value": "950", "data_uom": "meters"}]}
    assert site.guest.patch(f"event_aux_data/{AUX_DATA[0]}", sent).status_code == 204
    aux = site.admin.get(f"event_aux_data/{AUX_DATA[0]}").json()
    assert aux["event_id"] == EVENTS[1]
    assert [(e["data_name"], e["data_value"]) for e in aux["data_array"]] == [
        ("latitude", "41.342981"),
        ("longitude", "-170.236345"),
        ("depth", "950"),
        ("heading", "75.2"),
    ]


def test_a_record_cannot_take_the_place_of_another(site: Site) -> None:
    answer = site.guest.patch(f"event_aux_data/{AUX_DATA[0]}", {"event_id": EVENTS[2]})
    assert answer.status_code == 400
    assert site.guest.patch(f"event_aux_data/{AUX_DATA[0]}", {"event_id": EVENTS[0]}).status_code == 204
    assert site.admin.get(f"event_aux_data/{AUX_DATA[0]}").json()["event_id"] == EVENTS[0]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 9),
        ({"datasource": "framegrabber"}, 4),
        ({"datasource": "framegrab"}, 0),
        ({"datasource": "FRAMEGRABBER"}, 0),
        ({"datasource": ["framegrabber", "customgrabber"]}, 5),
        ({"eventID": EVENTS[1]}, 3),
        ({"eventID": EVENTS[0]}, 0),
        ({"value": "coral"}, 3),
        ({"value": "!coral"}, 6),
        ({"author": "admin", "datasource": "framegrabber"}, 2),
        ({"startTS": "2017-06-14T19:35:00Z"}, 2),
        ({"limit": 4}, 4),
        ({"offset": 7}, 2),
    ],
)
@pytest.mark.parametrize("scope", ["", f"/bycruise/{CRUISE}", f"/bylowering/{LOWERING}"])
def test_records_are_found(site: Site, scope: str, query: dict[str, Any], count: int) -> None:
    answer = site.admin.get(f"event_aux_data{scope}", **query)
    assert answer.status_code == (200 if count else 404)
    assert len(answer.json()) == count or not count


def test_an_event_and_a_filter_of_events_exclude_each_other(site: Site) -> None:
    answer = site.admin.get("event_aux_data", eventID=EVENTS[0], value="x")
    message = "Cannot include param eventID when using author, value, freetext, startTS or stopTS"
    assert (answer.status_code, answer.json()["message"]) == (400, message)


def test_records_come_in_the_order_of_their_events(site: Site) -> None:
    found = site.admin.get("event_aux_data", datasource="vehicleRealtimeNavData").json()
    assert [aux["event_id"] for aux in found] == EVENTS[1:]
    site.guest.post("event_aux_data", body(array=[]))
    assert site.admin.get("event_aux_data").json()[0]["event_id"] == EVENTS[0]


def test_records_come_newest_first_when_asked_to(site: Site) -> None:
    """Section 9.3: clients send the order of their list of events along."""
    ordered = [aux["id"] for aux in site.admin.get("event_aux_data").json()]
    assert [aux["id"] for aux in site.admin.get("event_aux_data", sort="newest").json()] == ordered[::-1]
    page = site.admin.get("event_aux_data", sort="newest", offset=1, limit=3).json()
    assert [aux["id"] for aux in page] == ordered[::-1][1:4]


def test_sources_of_events_match_in_part(site: Site) -> None:
    assert site.admin.get("event_aux_data", datasource="framegrab").status_code == 404
    assert len(site.admin.get("events", datasource="FRAME").json()) == 4
    assert site.admin.get("event_exports", datasource="framegrab").status_code == 404
    assert len(site.admin.get("event_exports", datasource="framegrabber").json()) == 4


# --- exports --------------------------------------------------------------------------------------------------


def test_an_export_holds_source_and_values_only(site: Site) -> None:
    event = site.admin.get(f"event_exports/{EVENTS[1]}").json()
    assert [sorted(aux) for aux in event["aux_data"]] == [["data_array", "data_source"]] * 3
    assert site.admin.get(f"event_exports/{EVENTS[0]}").json()["aux_data"] == []


def test_exports_of_a_lowering_come_in_the_order_of_time(site: Site) -> None:
    for scope in ("", f"/bycruise/{CRUISE}", f"/bylowering/{LOWERING}"):
        events = site.admin.get(f"event_exports{scope}", add_record_ids=True).json()
        assert [event["id"] for event in events] == EVENTS
        assert [len(event["aux_data"]) for event in events] == [0, 3, 2, 2, 2]
        assert {event["lowering_id"] for event in events} == {"4928"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"limit": 3, "offset": 2}, EVENTS[2:5]),
        ({"limit": 2, "offset": 2}, EVENTS[2:4]),
        ({"startTS": "1497467460000"}, EVENTS[1:]),
        ({"stopTS": "2017-06-14T19:01:00.000Z"}, EVENTS[:1]),
        ({"value": "coral", "datasource": "framegrabber"}, EVENTS[1:2]),
        ({"fulltext": "dead"}, EVENTS[4:]),
    ],
)
def test_exports_are_filtered_then_paged(site: Site, query: dict[str, Any], found: list[str]) -> None:
    assert [event["id"] for event in site.admin.get("event_exports", **query).json()] == found
