"""Acceptance checks 9 to 17: events."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.compat.development_data import CRUISE, EVENTS, LOWERING
from tests.compat.site import Client, Site

OPTION = {"event_option_name": "status", "event_option_value": "alive"}


def values(client: Client, address: str = "events", **query: Any) -> list[str]:
    answer = client.get(address, **query)
    return [event["event_value"] for event in answer.json()] if answer.status_code == 200 else []


def logged(client: Client, **fields: Any) -> dict[str, Any]:
    answer = client.post("events", {"event_value": "X", **fields})
    assert answer.status_code == 201, answer.text
    return answer.json()["insertedEvent"]


def journal(site: Site) -> list[tuple[Any, ...]]:
    return site.query("SELECT kind, verb, record_id, quiet FROM logging_core_change ORDER BY seq")


def test_a_time_is_cut_to_the_millisecond(site: Site) -> None:
    assert logged(site.guest, ts="2020-01-01T00:00:00.123456Z")["ts"] == "2020-01-01T00:00:00.123Z"


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("2020-01-01T10:00:00+02:00", "2020-01-01T08:00:00.000Z"),
        ("2020-01-01T10:00:00+0200", "2020-01-01T08:00:00.000Z"),
        ("2020-01-01 10:00:00", "2020-01-01T10:00:00.000Z"),
        ("2020-01-01", "2020-01-01T00:00:00.000Z"),
        ("2020", "2020-01-01T00:00:00.000Z"),
    ],
)
def test_times_are_read_in_the_forms_of_iso_8601(site: Site, sent: str, stored: str) -> None:
    assert logged(site.guest, ts=sent)["ts"] == stored


@pytest.mark.parametrize(
    ("ts", "message"),
    [
        ("Jan 1 2020", '"ts" must be in ISO 8601 date format'),
        ("1577836800", '"ts" must be in ISO 8601 date format'),
        ("", '"ts" must be in ISO 8601 date format'),
        (1577836800, '"ts" must be a valid date'),
        (None, '"ts" must be a valid date'),
    ],
)
def test_other_times_are_refused(site: Site, ts: Any, message: str) -> None:
    answer = site.guest.post("events", {"event_value": "X", "ts": ts})
    assert (answer.status_code, answer.json()["message"]) == (400, message)


def test_an_event_needs_its_value_only(site: Site) -> None:
    event = logged(site.guest)
    assert sorted(event) == sorted(["id", "event_author", "ts", "event_value", "event_options", "event_free_text"])
    assert (event["event_author"], event["event_options"], event["event_free_text"]) == ("guest", [], "")
    assert abs(datetime.fromisoformat(event["ts"]) - datetime.now(UTC)) < timedelta(seconds=5)
    assert site.guest.get(f"events/{event['id']}").json() == event
    assert journal(site)[-1] == ("event", "create", event["id"], False)


def test_an_event_may_be_logged_without_telling_anybody(site: Site) -> None:
    event = logged(site.guest, publish=False)
    assert journal(site)[-1] == ("event", "create", event["id"], True)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, '"event_value" is required'),
        ({"event_value": ""}, '"event_value" is not allowed to be empty'),
        ({"event_value": 1}, '"event_value" must be a string'),
        ({"event_value": None}, '"event_value" must be a string'),
        ({"event_value": "x" * 101}, '"event_value" length must be less than or equal to 100 characters long'),
        ({"event_value": "X", "event_author": ""}, '"event_author" is not allowed to be empty'),
        ({"event_value": "X", "event_free_text": 1}, '"event_free_text" must be a string'),
        ({"event_value": "X", "event_options": {}}, '"event_options" must be an array'),
        (
            {"event_value": "X", "event_options": [{"event_option_name": "a"}]},
            '"event_options[0].event_option_value" is required',
        ),
        (
            {"event_value": "X", "event_options": [{"event_option_name": "a", "event_option_value": None}]},
            '"event_options[0].event_option_value" must be a string',
        ),
        (
            {"event_value": "X", "event_options": [{**OPTION, "event_option_name": ""}]},
            '"event_options[0].event_option_name" is not allowed to be empty',
        ),
        ({"event_value": "X", "publish": "maybe"}, '"publish" must be a boolean'),
        ({"event_value": "X", "bogus": 1}, '"bogus" is not allowed'),
        ({"event_value": "X", "id": "abc"}, '"id" length must be 24 characters long'),
        (
            {"event_value": "X", "id": "z" * 24},
            "id must be a single String of 12 bytes or a string of 24 hex characters",
        ),
    ],
)
def test_the_first_wrong_field_is_named(site: Site, fields: dict[str, Any], message: str) -> None:
    answer = site.guest.post("events", fields)
    assert answer.json() == {"statusCode": 400, "error": "Bad Request", "message": message}


def test_any_author_may_be_named(site: Site) -> None:
    assert logged(site.guest, event_author="OpenRVDAS")["event_author"] == "OpenRVDAS"


def test_an_id_is_taken_once(site: Site) -> None:
    new = "AbCdEf0123456789abcdef01"
    assert logged(site.guest, id=new)["id"] == new.lower()
    again = site.guest.post("events", {"event_value": "Y", "id": new})
    assert (again.status_code, again.json()["message"]) == (400, "duplicate event ID")
    assert site.guest.get(f"events/{new}").json()["event_value"] == "X"


def test_a_deleted_event_can_be_read_in_again(site: Site) -> None:
    """Wipe and import: the ids are known, but no client sees the records any more."""
    event = site.admin.get(f"events/{EVENTS[1]}").json()
    assert site.admin.delete("events/all").status_code == 204
    assert site.admin.get(f"events/{EVENTS[1]}").status_code == 404
    assert site.admin.post("events", event).status_code == 201
    assert site.admin.get(f"events/{EVENTS[1]}").json() == event
    assert site.admin.get(f"event_exports/{EVENTS[1]}").json()["aux_data"] == []


def test_names_of_options_are_made_plain_and_values_kept(site: Site) -> None:
    options = [{"event_option_name": "Some  Name X", "event_option_value": ""}, OPTION, OPTION]
    assert logged(site.guest, event_options=options)["event_options"] == [
        {"event_option_name": "some_name_x", "event_option_value": ""},
        OPTION,
        OPTION,
    ]


@pytest.mark.parametrize(("sent", "stored"), [(1, "1"), (1.5, "1.5"), (True, "true")])
def test_numbers_as_answers_become_text(site: Site, sent: Any, stored: str) -> None:
    options = [{"event_option_name": "depth", "event_option_value": sent}]
    assert logged(site.guest, event_options=options)["event_options"][0]["event_option_value"] == stored


def test_an_event_sent_back_whole_keeps_its_aux_data(site: Site) -> None:
    whole = site.admin.get(f"event_exports/{EVENTS[1]}", add_record_ids=True).json()
    assert site.admin.patch(f"events/{EVENTS[1]}", whole).status_code == 204
    assert site.admin.get(f"event_exports/{EVENTS[1]}", add_record_ids=True).json() == whole
    updates = [row for row in journal(site) if row[:3] == ("event", "update", EVENTS[1])]
    assert len(updates) == 1, "programs count on hearing of each PATCH"


def test_a_changed_time_drops_the_aux_data(site: Site) -> None:
    answer = site.admin.patch(f"events/{EVENTS[1]}", {"ts": "2017-06-14T19:11:00.001Z"})
    assert (answer.status_code, answer.content, answer.headers.get("Content-Type")) == (204, b"", None)
    assert site.admin.get(f"event_exports/{EVENTS[1]}").json()["aux_data"] == []
    assert site.admin.get("event_aux_data", eventID=EVENTS[1]).status_code == 404


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, '"eventUpdateResponse" must have at least 1 key'),
        ([], '"eventUpdateResponse" must be of type object'),
        ({"id": EVENTS[1]}, '"eventUpdateResponse" must have at least 1 key'),
        ({"event_value": ""}, '"event_value" is not allowed to be empty'),
    ],
)
def test_a_correction_is_checked(site: Site, body: Any, message: str) -> None:
    answer = site.admin.patch(f"events/{EVENTS[0]}", body)
    assert (answer.status_code, answer.json()["message"]) == (400, message)


def test_an_id_never_changes(site: Site) -> None:
    assert site.admin.patch(f"events/{EVENTS[0]}", {"id": "f" * 24, "event_value": "Y"}).status_code == 204
    assert site.admin.get(f"events/{EVENTS[0]}").json()["event_value"] == "Y"
    assert site.admin.get(f"events/{'f' * 24}").status_code == 404


def test_unknown_events(site: Site) -> None:
    unknown = "0" * 24
    assert site.admin.get(f"events/{unknown}").json()["message"] == f"No record found for id: {unknown}"
    patched = site.admin.patch(f"events/{unknown}", {"event_value": "X"})
    assert (patched.status_code, patched.json()["message"]) == (400, f"No event record found for id: {unknown}")
    assert site.admin.delete(f"events/{unknown}").status_code == 404
    for address in ("events", "event_exports", "event_aux_data", "cruises", "lowerings", "users"):
        answer = site.admin.get(f"{address}/{'z' * 24}")
        assert answer.status_code == 400
        assert answer.json()["message"].startswith("id must be a single String")


def test_options_are_replaced_and_repeated_names_kept(site: Site) -> None:
    options = [{"event_option_name": "A", "event_option_value": v} for v in ("one", "two")]
    site.admin.patch(f"events/{EVENTS[0]}", {"event_options": options})
    stored = site.admin.get(f"events/{EVENTS[0]}").json()["event_options"]
    assert [(o["event_option_name"], o["event_option_value"]) for o in stored] == [("a", "one"), ("a", "two")]


# --- comments -------------------------------------------------------------------------------------------------


def comment(text: str) -> dict[str, str]:
    return {"event_option_name": "event_comment", "event_option_value": text}


def commented(site: Site, text: str, client: Client | None = None) -> list[dict[str, str]]:
    """Send an event back with a comment, as clients do; its options afterwards."""
    event = site.admin.get(f"events/{EVENTS[0]}").json()
    kept = [option for option in event["event_options"] if option["event_option_name"] != "event_comment"]
    body = {**event, "event_options": [*kept, comment(text)]}
    del body["id"]
    assert (client or site.guest).patch(f"events/{EVENTS[0]}", body).status_code == 204
    return site.admin.get(f"events/{EVENTS[0]}").json()["event_options"]


def test_everybody_who_writes_may_comment(site: Site) -> None:
    assert commented(site, "a rockfish") == [OPTION, comment("a rockfish")]
    rows = "SELECT author, text, deleted FROM logging_core_comment ORDER BY ordinal"
    assert site.query(rows) == [("guest", "a rockfish", False)]
    assert commented(site, "a rockfish", site.admin) == [OPTION, comment("a rockfish")]
    assert len(site.query(rows)) == 1, "the same text again is no new comment"
    assert commented(site, "two rockfish", site.admin) == [OPTION, comment("two rockfish")]
    assert site.query(rows) == [("guest", "a rockfish", True), ("admin", "two rockfish", False)]
    assert commented(site, "") == [OPTION]
    assert values(site.admin, fulltext="rockfish") == []


def test_comments_are_found_by_full_text_and_stay_when_options_are_sent_without_them(site: Site) -> None:
    commented(site, "a rockfish")
    assert values(site.admin, fulltext="ROCKFISH") == ["FISH"]
    site.admin.patch(f"events/{EVENTS[0]}", {"event_options": [OPTION]})
    assert site.admin.get(f"events/{EVENTS[0]}").json()["event_options"][-1] == comment("a rockfish")


def test_a_comment_may_come_with_the_event(site: Site) -> None:
    event = logged(site.guest, event_options=[OPTION, comment("at once")])
    assert event["event_options"] == [OPTION, comment("at once")]
    assert site.guest.get(f"events/{event['id']}").json() == event


# --- rights ---------------------------------------------------------------------------------------------------


def test_who_logged_an_event_may_change_and_delete_it(site: Site) -> None:
    logger = site.somebody("event_logger")
    event = logged(logger)
    long_ago = "UPDATE logging_core_event SET received_at = '2020-01-01' RETURNING id"
    site.query(long_ago)
    assert logger.patch(f"events/{event['id']}", {"event_options": [OPTION]}).status_code == 204
    assert logger.delete(f"events/{event['id']}").status_code == 204


def test_events_of_others_are_changed_by_those_who_correct(site: Site) -> None:
    logger, manager = site.somebody("event_logger"), site.somebody("event_manager")
    refused = logger.patch(f"events/{EVENTS[0]}", {"event_value": "WHALE"})
    assert (refused.status_code, refused.json()["error"]) == (401, "Unauthorized")
    assert logger.delete(f"events/{EVENTS[0]}").status_code == 401
    unchanged = {"event_value": "FISH", "event_options": [OPTION, comment("mine")]}
    assert logger.patch(f"events/{EVENTS[0]}", unchanged).status_code == 204
    assert manager.patch(f"events/{EVENTS[0]}", {"event_value": "WHALE"}).status_code == 204
    assert manager.delete(f"events/{EVENTS[0]}").status_code == 204


# --- filters --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["FISH", "CORAL", "FISH", "FISH", "FISH"]),
        ({"value": "fish"}, ["FISH"] * 4),
        ({"value": ["fish", "cor"]}, ["FISH", "CORAL", "FISH", "FISH", "FISH"]),
        ({"value": ["fish", "!coral"]}, ["FISH"] * 4),
        ({"value": "!fish"}, ["CORAL"]),
        ({"value": "("}, []),
        ({"author": "ADM"}, ["FISH"] * 3),
        ({"author": ["adm", "use"]}, ["FISH", "CORAL", "FISH", "FISH", "FISH"]),
        ({"freetext": ["pretty", "sad"]}, ["CORAL", "FISH"]),
        ({"fulltext": "dead"}, ["FISH"]),
        ({"fulltext": ["dead", "pretty"]}, ["CORAL", "FISH"]),
        ({"fulltext": "!coral"}, ["FISH"] * 4),
        ({"fulltext": "!pretty"}, ["FISH", "CORAL", "FISH", "FISH", "FISH"]),
        ({"fulltext": "!ASNAP", "sort": "newest", "limit": 2}, ["FISH", "FISH"]),
        ({"sort": "newest", "offset": 3}, ["CORAL", "FISH"]),
        ({"sort": "oldest", "offset": 1, "limit": 1}, ["CORAL"]),
        ({"datasource": "FRAME"}, ["CORAL", "FISH", "FISH", "FISH"]),
        ({"datasource": "custom"}, ["CORAL"]),
        ({"datasource": "custom", "offset": 1}, []),
        ({"startTS": "2017-06-14T19:11:00.000Z", "stopTS": "2017-06-14T19:21:00Z"}, ["CORAL", "FISH"]),
        ({"startTS": "2099-01-01"}, ["FISH", "CORAL", "FISH", "FISH", "FISH"]),
    ],
)
def test_events_are_filtered(site: Site, query: dict[str, Any], found: list[str]) -> None:
    assert values(site.admin, **query) == found
    if not {"limit", "offset"} & query.keys():
        assert site.admin.get("events/count", **query).json() == {"events": len(found)}


def test_the_whole_filter_is_literal(site: Site) -> None:
    for name in ("value", "author", "freetext", "fulltext", "datasource"):
        for pattern in ("(", "[", ".*", "(a+)+$", "%", "_"):
            assert values(site.admin, **{name: pattern}) == [], (name, pattern)


@pytest.mark.parametrize("scope", [f"bycruise/{CRUISE}", f"bylowering/{LOWERING}"])
def test_bounds_outside_the_window_are_ignored(site: Site, scope: str) -> None:
    for outside in ("2001-01-01", "2099-01-01"):
        assert len(values(site.admin, f"events/{scope}", startTS=outside)) == 5
        assert len(values(site.admin, f"events/{scope}", stopTS=outside)) == 5
    assert len(values(site.admin, f"events/{scope}", startTS="2017-06-14T19:30:00Z")) == 2
    assert site.admin.get(f"events/{scope}/count").json() == {"events": 5}


def test_events_of_the_future_wait_for_their_time(site: Site) -> None:
    soon, later = (datetime.now(UTC) + timedelta(minutes=m) for m in (2, 20))
    logged(site.guest, event_value="SOON", ts=soon.isoformat())
    logged(site.guest, event_value="LATER", ts=later.isoformat())
    assert "SOON" in values(site.admin)
    assert "LATER" not in values(site.admin, stopTS="2099-01-01")


def test_record_names_are_added_when_asked_for(site: Site) -> None:
    event = site.admin.get("events", add_record_ids="True", limit=1).json()[0]
    assert (event["cruise_id"], event["lowering_id"]) == ("AT37-14", "4928")
    assert "cruise_id" not in site.admin.get("events", add_record_ids="False", limit=1).json()[0]
    logged(site.admin, ts="2015-06-20T14:00:00Z", event_value="HIDDEN")
    hidden = {"value": "HIDDEN", "add_record_ids": "true"}
    assert site.admin.get("events", **hidden).json()[0]["cruise_id"] == "AT29-02"
    assert "cruise_id" not in site.guest.get("events", **hidden).json()[0]


@pytest.mark.parametrize(
    ("address", "status", "message"),
    [
        ("events/bycruise/{}", 400, "No cruise record found for id: {}"),
        ("events/bycruise/{}/count", 400, "No record cruise found for id: {}"),
        ("events/bylowering/{}", 400, "No record lowering found for id: {}"),
        ("event_exports/bycruise/{}", 404, "cruise not found for that id"),
        ("event_exports/bylowering/{}", 404, "lowering not found for that id"),
        ("event_exports/{}", 404, "No records found"),
        ("event_aux_data/bycruise/{}", 400, "Cruise not found for id{}"),
        ("event_aux_data/bylowering/{}", 404, "lowering not found for that id"),
        ("event_aux_data/{}", 404, "No record found for id: {}"),
        ("cruises/{}", 404, "No record found for id: {}"),
        ("cruises/bylowering/{}", 400, "No lowering record found for id: {}"),
        ("cruises/byevent/{}", 400, "No event record found for id: {}"),
        ("lowerings/bycruise/{}", 400, "No cruise record found for id: {}"),
        ("lowerings/byevent/{}", 400, "No event record found for id: {}"),
        ("users/{}", 404, "No record found for id: {}"),
        ("users/{}/token", 404, "No user found for id: {}"),
        ("event_templates/{}", 404, "No record found for id: {}"),
        ("custom_vars/{}", 404, "No record found for id: {}"),
    ],
)
def test_unknown_records_are_told_in_known_words(site: Site, address: str, status: int, message: str) -> None:
    unknown = "0" * 24
    answer = site.admin.get(address.format(unknown))
    assert (answer.status_code, answer.json()["message"]) == (status, message.format(unknown))


# --- deleting -------------------------------------------------------------------------------------------------


def test_a_deleted_event_and_its_aux_data_are_gone_from_sight(site: Site) -> None:
    assert site.admin.delete(f"events/{EVENTS[1]}").status_code == 204
    for address in (f"events/{EVENTS[1]}", f"event_exports/{EVENTS[1]}"):
        assert site.admin.get(address).status_code == 404
    assert site.admin.get("event_aux_data", eventID=EVENTS[1]).status_code == 404
    assert len(values(site.admin)) == 4
    assert site.admin.delete(f"events/{EVENTS[1]}").status_code == 404


def test_events_are_deleted_by_filter(site: Site) -> None:
    assert site.admin.delete("events", value="coral").json() == {"deletedCount": 1}
    assert site.admin.delete("events", value="coral").json() == {"deletedCount": 0}
    assert site.admin.delete("events", sort="newest", offset=1, limit=2).json() == {"deletedCount": 2}
    assert [e["id"] for e in site.admin.get("events").json()] == [EVENTS[0], EVENTS[4]]
    assert {row[3] for row in journal(site) if row[1] == "delete"} == {False}, "clients are told of a few"
    assert site.guest.delete("events").status_code == 403


def test_the_journal_holds_what_was_deleted(site: Site) -> None:
    site.admin.delete("events/all")
    assert site.admin.get("events").json()["message"] == "No records found"
    assert site.admin.get("events/count").json() == {"events": 0}
    kept = site.query("SELECT before->>'event_value' FROM logging_core_change WHERE verb = 'delete' ORDER BY seq")
    assert [row[0] for row in kept] == ["FISH", "CORAL", "FISH", "FISH", "FISH"]
