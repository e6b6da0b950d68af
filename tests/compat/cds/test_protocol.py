"""Requests and answers of the data server, without a socket."""

import json
import time
from typing import Any

import pytest

from logging_core.compat.cds import protocol, requests
from logging_core.compat.cds.protocol import Mistake
from logging_core.compat.cds.subscription import Subscription
from logging_core.streams.recent import Recent


class Values(Recent):
    """Remembers when the test began."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = time.time()


@pytest.fixture
def recent() -> Values:
    return Values()


def say(recent: Values, ago: float, **fields: Any) -> None:
    recent.take([{"timestamp": recent.begun - ago, "fields": fields}])


def subscribed(recent: Values, fields: Any, **more: Any) -> Subscription:
    """To what memory holds; nothing is asked of the database."""
    for name in recent.names():
        recent.fill_once(name, 0)
    return Subscription(recent, requests.subscription({"type": "subscribe", "fields": fields, **more}))


def values(news: Any) -> dict[str, list[Any]]:
    return {name: [value for _, value in pairs] for name, pairs in news.items()}


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("no json", "received unparseable JSON"),
        ("", "received unparseable JSON"),
        ("[" * 100_000, "received unparseable JSON"),
        ("[1]", "non-dict request received"),
        ("null", "non-dict request received"),
        ("{}", 'no "type" field found in request'),
        ('{"type": null}', 'no "type" field found in request'),
    ],
)
def test_what_is_no_request_is_answered_without_a_type(text: str, error: str) -> None:
    with pytest.raises(Mistake) as mistake:
        protocol.read(text)
    assert json.loads(mistake.value.answer) == {"status": 400, "error": error}


def test_numbers_that_json_has_no_word_for_are_no_values() -> None:
    message = protocol.read(
        '{"type": "publish", "data": {"fields": {"a": NaN, "b": 1e400, "c": -Infinity, "d": 1.5}}}'
    )
    assert message["data"]["fields"] == {"a": None, "b": None, "c": None, "d": 1.5}


@pytest.mark.parametrize(
    ("message", "error"),
    [
        ({}, "no data field found in request"),
        ({"data": None}, "no data field found in request"),
        ({"data": [1]}, "request has non-dict data field"),
        ({"data": "x"}, "request has non-dict data field"),
        ({"data": {"fields": [1]}}, "request has non-dict fields"),
        ({"data": {"fields": {"a": 1}, "timestamp": "now"}}, "request has a non-numeric timestamp"),
        ({"data": {"fields": {"a": 1}, "timestamp": 1e300}}, "request has a non-numeric timestamp"),
    ],
)
def test_what_cannot_be_published_is_refused(message: Any, error: str) -> None:
    with pytest.raises(Mistake) as mistake:
        requests.published({"type": "publish", **message})
    assert json.loads(mistake.value.answer) == {"type": "publish", "status": 400, "error": error}


def test_data_without_fields_is_accepted_and_ignored() -> None:
    assert requests.published({"data": {}}) is None
    assert requests.published({"data": {"timestamp": 1}}) is None


@pytest.mark.parametrize("timestamp", [{}, {"timestamp": None}, {"timestamp": 0}])
def test_a_record_without_time_is_of_now(timestamp: dict[str, Any]) -> None:
    record = requests.published({"data": {"fields": {"a": 1}, "other": 1, **timestamp}})
    assert record is not None
    assert record.keys() == {"timestamp", "fields"}
    assert abs(record["timestamp"] - time.time()) < 5


@pytest.mark.parametrize(
    ("message", "error"),
    [
        ({}, "no fields found in subscribe request"),
        ({"fields": {}}, "no fields found in subscribe request"),
        ({"fields": "a"}, "no fields found in subscribe request"),
        ({"fields": {"a": {}}, "interval": "x"}, "non-numeric interval requested"),
        ({"fields": {"a": {}}, "interval": True}, "non-numeric interval requested"),
        ({"fields": {"a": {"seconds": "x"}}}, 'non-numeric seconds or back_records for field "a"'),
        ({"fields": {"a": 5}}, 'no mapping for field "a" in subscribe request'),
    ],
)
def test_what_cannot_be_subscribed_is_refused(message: Any, error: str) -> None:
    with pytest.raises(Mistake) as mistake:
        requests.subscription({"type": "subscribe", **message})
    assert json.loads(mistake.value.answer) == {"type": "subscribe", "status": 400, "error": error}


@pytest.mark.parametrize("fields", [{"Depth": {}}, {"Depth": None}, ["Depth"], {"Depth": {"seconds": 0}}])
def test_by_default_only_what_comes_is_sent(recent: Values, fields: Any) -> None:
    say(recent, 5, Depth=1)
    subscription = subscribed(recent, fields)
    assert subscription.news() == {}
    say(recent, 1, Depth=2, Other=3)
    assert values(subscription.news()) == {"Depth": [2]}
    assert subscription.news() == {}


def test_minus_one_begins_with_the_newest_value(recent: Values) -> None:
    say(recent, 5, Depth=1)
    say(recent, 4, Depth=2)
    say(recent, 9, Depth="late")
    subscription = subscribed(recent, {"Depth": {"seconds": -1}, "None": {"seconds": -1}})
    assert values(subscription.news()) == {"Depth": [2]}
    say(recent, 0, Depth=3)
    assert values(subscription.news()) == {"Depth": [3]}


def test_seconds_begin_with_the_value_before_them(recent: Values) -> None:
    for ago in (46, 36, 26, 16, 6):
        say(recent, ago, Depth=ago)
    assert values(subscribed(recent, {"Depth": {"seconds": 20}}).news()) == {"Depth": [26, 16, 6]}


def test_back_records_come_even_if_they_are_old(recent: Values) -> None:
    for ago in (400, 300, 200, 100, 5):
        say(recent, ago, Depth=ago)
    for seconds, records, expected in ((20, 3, 4), (20, 1, 2), (20, 99, 5), (0, 3, 0), (-1, 3, 1)):
        fields = {"Depth": {"seconds": seconds, "back_records": records}}
        assert len(subscribed(recent, fields).news().get("Depth", [])) == expected


def test_late_values_and_equal_times_are_delivered(recent: Values) -> None:
    subscription = subscribed(recent, {"Depth": {"seconds": -1}})
    say(recent, 5, Depth=1)
    assert values(subscription.news()) == {"Depth": [1]}
    say(recent, 5, Depth=2)
    say(recent, 50, Depth=3)
    assert values(subscription.news()) == {"Depth": [2, 3]}


def test_a_wildcard_is_expanded_also_for_fields_that_come_later(recent: Values) -> None:
    say(recent, 5, GyroA=1, Depth=2, Gyro=3)
    subscription = subscribed(recent, {"Gyro*": {"seconds": -1}})
    assert values(subscription.news()) == {"GyroA": [1]}
    say(recent, 1, GyroB=4, MyGyroC=5, Depth=6)
    assert values(subscription.news()) == {"GyroB": [4]}


@pytest.mark.parametrize(
    ("name", "field", "fits"),
    [("a*", "ab", True), ("a*", "a", False), ("*b", "ab", True), ("a.*", "axb", False), ("*", "status:x", True)],
)
def test_a_star_is_one_or_more_characters_and_the_rest_is_literal(name: str, field: str, fits: bool) -> None:
    found = requests.pattern(name)
    assert found is not None
    assert bool(found.fullmatch(field)) is fits


def test_a_wildcard_honours_seconds(recent: Values) -> None:
    for ago in (500, 400, 5):
        say(recent, ago, GyroA=ago)
    assert values(subscribed(recent, {"Gyro*": {"seconds": 20}}).news()) == {"GyroA": [400, 5]}


def test_a_record_list_is_grouped_by_time(recent: Values) -> None:
    subscription = subscribed(recent, ["A", "B"], format="record_list")
    say(recent, 3, B=1)
    say(recent, 5, A=2, B=3)
    assert subscription.news() == [
        {"timestamp": recent.begun - 5, "fields": {"A": 2, "B": 3}},
        {"timestamp": recent.begun - 3, "fields": {"B": 1}},
    ]


def test_more_than_one_answer_can_hold_comes_in_several(recent: Values, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("logging_core.compat.cds.subscription.MOST_AT_ONCE", 3)
    for ago in (9, 8, 7, 6):
        say(recent, ago, A=ago, B=ago)
    subscription = subscribed(recent, {"A": {"seconds": 60}, "B": {"seconds": 60}})
    say(recent, 1, A=1)
    parts = [values(subscription.news()) for _ in range(5)]
    assert [sum(map(len, part.values())) for part in parts] == [3, 3, 3, 0, 0]
    assert [value for part in parts for value in part.get("A", [])] == [9, 8, 7, 6, 1]
    assert [value for part in parts for value in part.get("B", [])] == [9, 8, 7, 6]


@pytest.mark.parametrize(("asked", "kept"), [(None, 0.5), (0, 0.05), (-5, 0.05), (2, 2), (1e9, 3600)])
def test_the_pace_has_bounds(asked: Any, kept: float) -> None:
    assert requests.subscription({"fields": {"a": {}}, "interval": asked}).interval == kept
