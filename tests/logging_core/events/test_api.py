"""Events over HTTP, as the pages use them."""

from typing import Any

import pytest

from logging_core.accounts.models import User
from logging_core.events.aux_data import attach_aux_data
from logging_core.events.models import Event
from logging_core.shared.ids import new_id
from logging_core.shared.models import Change
from tests.logging_core.events.making import NOON, actor, log, option
from tests.people import As, Page

ID = "5981f167212b348aed7fb9f5"
URL = f"/api/events/{ID}"


@pytest.fixture
def page(as_: As, logger: User) -> Page:
    return as_(logger)


def test_a_sent_event_comes_back_as_stored_with_201_and_again_with_200(page: Page) -> None:
    body = {
        "event_value": "SAMPLE",
        "event_options": [option("Sample ID", "S1"), option("Gear", ["a", "b"]), option("depth", 5)],
        "event_free_text": "seen 🐙",
        "ts": "2026-03-14T12:00:00.1239Z",
        "captured_at": "2026-03-14 13:00:01+01:00",
        "clock_offset_ms": -12.4,
        "on_watch": "Ana",
        "station": "van",
    }
    answer = page.put(URL, body)
    record = answer.json()
    assert answer.status_code == 201
    assert {name: record[name] for name in record if name not in {"received_at", "comments"}} == {
        "id": ID,
        "event_author": "logger",
        "ts": "2026-03-14T12:00:00.123Z",
        "event_value": "SAMPLE",
        "event_options": [option("sample_id", "S1"), option("gear", ["a", "b"]), option("depth", "5")],
        "event_free_text": "seen 🐙",
        "state": "final",
        "version": 1,
        "captured_at": "2026-03-14T12:00:01.000Z",
        "clock_offset_ms": -12,
        "on_watch": "Ana",
        "station": "van",
        "template_id": "",
        "may_edit": True,
    }
    again = page.put(URL, {"event_value": "OTHER"})
    assert (again.status_code, again.json()) == (200, record)
    assert page.get(URL).json() == record | {"aux_data": []}
    assert Event.objects.count() == 1


def test_an_id_in_capitals_is_the_same_id(page: Page) -> None:
    page.put(URL.upper().replace("/API/EVENTS", "/api/events"), {"event_value": "FISH"})
    assert Event.objects.get().id == ID


@pytest.mark.parametrize("id", ["5981f167", "z" * 24, ID + "0", "%00" * 24])
def test_what_is_no_id_is_no_address(page: Page, id: str) -> None:
    assert page.put(f"/api/events/{id}", {"event_value": "FISH"}).status_code == 404
    assert not Event.objects.exists()


WRONG_EVENTS: list[tuple[dict[str, Any], str]] = [
    ({}, "event_value"),
    ({"event_value": ""}, "event_value"),
    ({"event_value": "x" * 101}, "event_value"),
    ({"event_value": 5}, "event_value"),
    ({"event_value": None}, "event_value"),
    ({"event_value": "a\x00b"}, "event_value"),
    ({"event_value": "\ud800"}, "event_value"),
    ({"event_free_text": None}, "event_free_text"),
    ({"event_free_text": "x" * 100_001}, "event_free_text"),
    ({"event_free_text": "\udfff"}, "event_free_text"),
    ({"event_author": "x" * 101}, "event_author"),
    ({"event_author": 5}, "event_author"),
    ({"event_options": None}, "event_options"),
    ({"event_options": [option("a", None)]}, "event_options[0].event_option_value"),
    ({"ts": "2026-03-14T24:00:00Z"}, "ts"),
    ({"ts": "2016-12-31T23:59:60Z"}, "ts"),
    ({"ts": "0000-01-01"}, "ts"),
    ({"ts": "2026-073"}, "ts"),
    ({"ts": "1773489600000"}, "ts"),
    ({"ts": 1773489600000}, "ts"),
    ({"ts": ""}, "ts"),
    ({"ts": ["2026"]}, "ts"),
    ({"ts": "9999-12-31T23:59:59-14:00"}, "ts"),
    ({"captured_at": "noon"}, "captured_at"),
    ({"clock_offset_ms": "5"}, "clock_offset_ms"),
    ({"clock_offset_ms": True}, "clock_offset_ms"),
    ({"clock_offset_ms": 2**31}, "clock_offset_ms"),
    ({"clock_offset_ms": 2**31 - 0.4}, "clock_offset_ms"),
    ({"state": "deleted"}, "state"),
    ({"state": ["final"]}, "state"),
    ({"state": None}, "state"),
    ({"template_id": "x"}, "template_id"),
    ({"template_id": 5}, "template_id"),
    ({"on_watch": 5}, "on_watch"),
    ({"station": "x" * 101}, "station"),
]


@pytest.mark.parametrize(("body", "field"), WRONG_EVENTS, ids=[str(body)[:60] for body, _ in WRONG_EVENTS])
def test_a_wrong_event_is_refused_with_400_by_its_field_and_nothing_is_stored(
    page: Page, body: dict[str, Any], field: str
) -> None:
    answer = page.put(URL, {"event_value": "FISH"} | body if body else body)
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == [field]
    assert answer.json()["message"].startswith(f'"{field}" ')
    assert not Event.objects.exists()
    assert not Change.objects.exists()


BROKEN = [
    "",
    "{",
    "[]",
    "null",
    '"text"',
    "5",
    '{"event_value": NaN}',
    '{"event_value": "FISH"} trailing',
    b"\xff\xfe",
    b'{"event_value": "\xff"}',
    "[" * 100_000,
    '{"a":' * 100_000,
    '{"clock_offset_ms": 1e400, "event_value": "FISH"}',
    '{"clock_offset_ms": ' + "9" * 5000 + ', "event_value": "FISH"}',
]


@pytest.mark.parametrize("body", BROKEN, ids=lambda body: repr(body[:30]))
def test_what_is_no_json_object_is_refused_with_400(page: Page, body: str | bytes) -> None:
    answer = page.put(URL, body)
    assert answer.status_code == 400
    assert set(answer.json()) >= {"statusCode", "error", "message"}
    assert not Event.objects.exists()


def test_another_form_than_json_is_refused_with_415(page: Page) -> None:
    answer = page.client.put(URL, "event_value=FISH", "application/x-www-form-urlencoded", headers=page._headers())
    assert answer.status_code == 415


KEPT = [
    "\u202eright to left",
    "👩‍🚀🐙",
    "\U0001d516\U0001d51e",
    "=cmd()",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "\\ % _ ; {}",
    " x ",
]


@pytest.mark.parametrize("text", KEPT)
def test_text_of_any_kind_is_kept_as_it_is(page: Page, text: str) -> None:
    record = page.put(URL, {"event_value": text, "event_free_text": text, "event_author": text}).json()
    assert (record["event_value"], record["event_free_text"], record["event_author"]) == (text, text, text)
    assert page.get(URL).json()["event_free_text"] == text


def test_a_change_needs_the_version_it_was_made_on(page: Page) -> None:
    page.put(URL, {"event_value": "FISH"})
    for version in ({}, {"version": "1"}, {"version": True}, {"version": None}):
        answer = page.patch(URL, {"event_value": "CORAL"} | version)
        assert (answer.status_code, list(answer.json()["fields"])) == (400, ["version"])


def test_a_change_returns_the_next_version_and_an_old_one_is_a_conflict(page: Page) -> None:
    page.put(URL, {"event_value": "FISH"})
    changed = page.patch(URL, {"event_value": "CORAL", "version": 1, "reason": "it was a coral"})
    assert (changed.status_code, changed.json()["version"], changed.json()["event_value"]) == (200, 2, "CORAL")
    refused = page.patch(URL, {"event_value": "SPONGE", "version": 1})
    assert refused.status_code == 409
    assert refused.json()["current"]["event_value"] == "CORAL"
    assert page.get(f"{URL}/history").json()["results"][1]["reason"] == "it was a coral"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "body"),
        ({"unknown": 1}, "body"),
        ({"ts": None}, "ts"),
        ({"ts": "24:00"}, "ts"),
        ({"event_value": ""}, "event_value"),
        ({"state": "draft"}, "state"),
        ({"event_value": "CORAL", "reason": 5}, "reason"),
        ({"event_value": "CORAL", "reason": "x" * 1001}, "reason"),
        ({"event_value": "CORAL", "event_options": "x"}, "event_options"),
    ],
)
def test_a_wrong_change_is_refused_by_its_field_and_changes_nothing(
    page: Page, body: dict[str, Any], field: str
) -> None:
    page.put(URL, {"event_value": "FISH"})
    answer = page.patch(URL, body | {"version": 1})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, [field])
    stored = Event.objects.get()
    assert (stored.value, stored.version) == ("FISH", 1)


def test_undo_and_redo(page: Page) -> None:
    page.put(URL, {"event_value": "FISH"})
    assert page.delete(URL).json()["state"] == "deleted"
    assert page.get("/api/events").json()["results"] == []
    assert page.get(URL).json()["state"] == "deleted"
    assert page.post(f"{URL}/restore").json()["state"] == "final"
    assert [event["id"] for event in page.get("/api/events").json()["results"]] == [ID]
    assert [entry["verb"] for entry in page.get(f"{URL}/history").json()["results"]] == [
        "create",
        "delete",
        "restore",
    ]


def test_somebody_else_is_refused_with_403_and_sees_that_he_may_not_edit(page: Page, as_: As, guest: User) -> None:
    page.put(URL, {"event_value": "FISH"})
    other = as_(guest)
    assert other.get(URL).json()["may_edit"] is False
    for answer in (
        other.patch(URL, {"event_value": "CORAL", "version": 1}),
        other.delete(URL),
        other.post(f"{URL}/restore"),
    ):
        assert answer.status_code == 403
        assert answer.json()["statusCode"] == 403
    assert Event.objects.get().version == 1


def test_ones_own_drafts_are_listed(page: Page, logger: User, guest: User) -> None:
    mine = log(logger, state="draft")
    log(logger)
    log(guest, state="draft")
    assert [event["id"] for event in page.get("/api/events/drafts").json()["results"]] == [mine.id]


def test_comments_are_added_changed_and_taken_back(page: Page) -> None:
    page.put(URL, {"event_value": "FISH"})
    id = new_id()
    added = page.post(f"{URL}/comments", {"id": id, "text": "a rockfish"})
    assert (added.status_code, added.json()["comments"][0]["id"]) == (201, id)
    assert page.patch(f"/api/comments/{id}", {"text": "a sculpin"}).json()["comments"][0]["text"] == "a sculpin"
    assert page.delete(f"/api/comments/{id}").json()["comments"] == []
    assert page.delete(f"/api/comments/{id}").status_code == 404
    assert page.post(f"{URL}/comments", {"text": "no id needed"}).status_code == 201
    assert list(page.post(f"{URL}/comments", {"id": "x", "text": "y"}).json()["fields"]) == ["id"]
    assert list(page.post(f"{URL}/comments", {}).json()["fields"]) == ["text"]


def test_a_single_event_comes_with_what_was_measured_and_not_with_what_was_set_aside(
    page: Page, logger: User
) -> None:
    event = log(logger, ts=NOON, id=ID)
    attach_aux_data(
        actor=actor(None), event=event, data_source="ctd", data_array=[{"data_name": "d", "data_value": 1}]
    )
    (aux,) = page.get(URL).json()["aux_data"]
    assert (aux["data_source"], aux["data_array"]) == ("ctd", [{"data_name": "d", "data_value": 1}])
    page.patch(URL, {"ts": "2026-03-14T12:00:01Z", "version": 1})
    assert page.get(URL).json()["aux_data"] == []


def test_pages_of_a_list_follow_each_other_without_gap(page: Page, logger: User) -> None:
    for number in range(5):
        log(logger, f"E{number}", ts=NOON)

    def values(**query: Any) -> tuple[list[str], bool]:
        answer = page.get("/api/events", query).json()
        return [event["event_value"] for event in answer["results"]], answer["has_more"]

    assert values(limit=2) == (["E0", "E1"], True)
    assert values(limit=2, offset=2) == (["E2", "E3"], True)
    assert values(limit=2, offset=4) == (["E4"], False)
    assert values(limit=5) == (["E0", "E1", "E2", "E3", "E4"], False)
    assert values(limit=2, sort="newest") == (["E4", "E3"], True)
    assert values(limit="", offset="") == values()


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "1001"}, "limit"),
        ({"limit": "x"}, "limit"),
        ({"offset": "-1"}, "offset"),
        ({"offset": "9" * 5000}, "offset"),
        ({"startTS": "yesterday"}, "startTS"),
        ({"stopTS": "2026-03-14T24:00:00Z"}, "stopTS"),
        ({"fulltext": "a\x00b"}, "fulltext"),
        ({"value": ["x"] * 101}, "value"),
    ],
)
def test_a_wrong_question_is_refused_by_its_parameter(page: Page, query: dict[str, Any], field: str) -> None:
    answer = page.get("/api/events", query)
    assert (answer.status_code, list(answer.json()["fields"])) == (400, [field])


def test_an_unknown_event_is_not_found(page: Page) -> None:
    assert page.get(URL).status_code == 404
    assert page.patch(URL, {"version": 1, "event_value": "x"}).status_code == 404
    assert page.delete(URL).status_code == 404
