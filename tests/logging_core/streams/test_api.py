"""Streams over HTTP."""

import csv
import io

import pytest

from logging_core.accounts.models import User
from logging_core.shared.models import Change
from logging_core.streams.ingest import Ingest
from logging_core.streams.models import Stream
from tests.logging_core.streams.samples import NOON, record
from tests.people import As, make_person

SPAN = {"since": "2026-05-01T12:00:00Z", "until": "2026-05-01T13:00:00Z"}


@pytest.fixture
def depth(ingest: Ingest) -> Stream:
    ingest.store([record(NOON + n, Depth=n + 0.5, Mode="=A") for n in range(10)])
    return Stream.objects.get(name="Depth")


@pytest.fixture
def manager(db: None) -> User:
    return make_person("manager", roles=["logger_manager"])


def test_streams_come_with_their_latest_values(depth: Stream, as_: As, watcher: User) -> None:
    answer = as_(watcher).get("/api/streams").json()
    assert [(s["name"], s["source"], s["latest"]["value"]) for s in answer["results"]] == [
        ("Depth", "gyr1", 9.5),
        ("Mode", "gyr1", "=A"),
    ]
    assert answer["results"][0]["latest"]["at"] == "2026-05-01T12:00:09.000000Z"
    assert answer["has_more"] is False


def test_streams_are_searched_by_name_label_and_device(depth: Stream, as_: As, watcher: User) -> None:
    Stream.objects.filter(name="Mode").update(label="Winch state", source="wnc")
    for text, names in {"dep": ["Depth"], "WINCH": ["Mode"], "wnc": ["Mode"], "%": []}.items():
        found = as_(watcher).get("/api/streams", {"search": text}).json()
        assert [stream["name"] for stream in found["results"]] == names


def test_latest_values_come_by_name(depth: Stream, as_: As, watcher: User) -> None:
    answer = as_(watcher).get("/api/streams/latest", {"fields": "Depth,None"}).json()
    assert answer == {
        "Depth": {"at": "2026-05-01T12:00:09.000000Z", "timestamp": NOON + 9, "value": 9.5},
        "None": None,
    }


def test_a_history_comes_as_columns(depth: Stream, as_: As, watcher: User) -> None:
    answer = as_(watcher).get(f"/api/streams/{depth.id}/history", SPAN).json()
    assert (answer["t"][0], answer["min"], answer["width"]) == (NOON, [n + 0.5 for n in range(10)], 0)
    thinned = as_(watcher).get(f"/api/streams/{depth.id}/history", SPAN | {"points": 2}).json()
    assert (thinned["min"], thinned["max"], thinned["count"]) == ([0.5], [9.5], [10])


def test_single_samples_come_newest_first(depth: Stream, as_: As, watcher: User) -> None:
    answer = as_(watcher).get(f"/api/streams/{depth.id}/samples", SPAN | {"limit": 2}).json()
    assert [sample["value"] for sample in answer["results"]] == [9.5, 8.5]
    assert answer["has_more"] is True


def test_every_sample_comes_as_csv(depth: Stream, as_: As, watcher: User) -> None:
    answer = as_(watcher).get(f"/api/streams/{depth.id}/csv", SPAN)
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode())))
    assert rows[:2] == [["time", "Depth"], ["2026-05-01T12:00:00.000000Z", "0.5"]]
    assert len(rows) == 11
    assert 'filename="Depth_20260501T120000_20260501T130000.csv"' in answer["Content-Disposition"]


def test_a_text_that_looks_like_a_formula_is_made_harmless(depth: Stream, as_: As, watcher: User) -> None:
    mode = Stream.objects.get(name="Mode")
    assert b"Z,'=A\n" in as_(watcher).get(f"/api/streams/{mode.id}/csv", SPAN).getvalue()


@pytest.mark.parametrize(
    "query",
    [
        {"since": "yesterday"},
        {"until": "2026-13-01"},
        {"since": "2026-05-02", "until": "2026-05-01"},
        {"since": "2026-05-01", "until": "2026-05-01"},
        {"until": "0001-01-01"},
        {"points": "0"},
        {"points": "1000000000"},
        {"points": "-1"},
    ],
)
def test_spans_that_cannot_be_meant_are_refused(depth: Stream, as_: As, watcher: User, query) -> None:
    assert as_(watcher).get(f"/api/streams/{depth.id}/history", query).status_code == 400


@pytest.mark.parametrize("query", [{}, {"fields": ""}, {"fields": ","}, {"fields": "a," * 501}])
def test_latest_needs_names(as_: As, watcher: User, query) -> None:
    assert as_(watcher).get("/api/streams/latest", query).status_code == 400


@pytest.mark.parametrize("query", [{"search": "\x00"}, {"search": "x" * 201}, {"limit": "1001"}, {"offset": "x"}])
def test_odd_lists_are_refused(as_: As, watcher: User, query) -> None:
    assert as_(watcher).get("/api/streams", query).status_code == 400


def test_ten_years_are_answered(depth: Stream, as_: As, watcher: User) -> None:
    query = {"since": "2016-05-01", "until": "2026-06-01", "points": "4000"}
    assert len(as_(watcher).get(f"/api/streams/{depth.id}/history", query).json()["t"]) == 10
    query = {"since": "1970-01-02", "until": "9999-12-31", "points": "2"}
    assert as_(watcher).get(f"/api/streams/{depth.id}/history", query).json()["count"] == [10]


def test_a_logger_manager_describes_a_stream_and_it_is_journalled(depth: Stream, as_: As, manager: User) -> None:
    words = {"label": "Water depth", "unit": "m", "description": "Below the keel"}
    answer = as_(manager).patch(f"/api/streams/{depth.id}", words)
    assert answer.status_code == 200
    assert {name: answer.json()[name] for name in words} == words
    change = Change.objects.get()
    assert (change.kind, change.verb, change.actor) == ("stream", "update", "manager")
    assert (change.before["unit"], change.after["unit"]) == ("", "m")
    assert as_(manager).patch(f"/api/streams/{depth.id}", words).status_code == 200
    assert Change.objects.count() == 1


@pytest.mark.parametrize(
    "words", [{"name": "x"}, {"unit": "x" * 51}, {"label": 1}, {"unit": "\x00"}, {"kind": "text"}]
)
def test_what_cannot_be_said_of_a_stream_is_refused(depth: Stream, as_: As, manager: User, words) -> None:
    assert as_(manager).patch(f"/api/streams/{depth.id}", words).status_code == 400
    assert Change.objects.count() == 0


def test_a_watcher_describes_nothing(depth: Stream, as_: As, watcher: User) -> None:
    assert as_(watcher).patch(f"/api/streams/{depth.id}", {"unit": "m"}).status_code == 403
