"""What came lately, in the order in which it came."""

import time

import pytest

from logging_core.streams.recent import FEW, MANY, Recent

NOW = 1_777_636_800.0


@pytest.fixture
def recent() -> Recent:
    return Recent()


def say(recent: Recent, timestamp: float | None, **fields: object) -> None:
    recent.take([{"timestamp": timestamp, "fields": fields}])


def after(recent: Recent, name: str, number: int) -> list[object]:
    return [arrival.value for arrival in recent.after(name, number)]


def test_late_values_and_equal_times_are_new_like_any_other(recent: Recent) -> None:
    say(recent, NOW, Depth=1)
    seen = recent.number
    say(recent, NOW, Depth=2)
    say(recent, NOW - 5, Depth=3)
    assert after(recent, "Depth", seen) == [2, 3]
    newest = recent.newest("Depth")
    assert newest is not None
    assert newest.value == 2


def test_a_field_that_nobody_follows_keeps_few_values(recent: Recent) -> None:
    recent.keep_many("Followed")
    for number in range(MANY + 10):
        say(recent, NOW + number, Depth=number, Followed=number)
    assert (len(recent.arrivals("Depth")), len(recent.arrivals("Followed"))) == (FEW, MANY)


def test_old_values_go_but_the_last_few_stay(recent: Recent) -> None:
    recent.keep_many("Depth")
    for number in range(200):
        say(recent, NOW + number, Depth=number)
    say(recent, NOW + 90_000, Depth="new")
    assert len(recent.arrivals("Depth")) == FEW


@pytest.mark.parametrize(
    "junk", [None, 1, "x", [], {}, {"fields": 1}, {"fields": {"": 1}}, {"fields": {"x" * 201: 1}}]
)
def test_junk_is_passed_over(recent: Recent, junk: object) -> None:
    recent.take([junk, {"timestamp": NOW, "fields": {"Depth": 1}}])
    assert recent.names() == ["Depth"]


def test_pairs_are_several_values_and_other_lists_are_one(recent: Recent) -> None:
    say(recent, NOW, Depth=[[NOW - 1, 1], [NOW, 2]], List=[1, 2], Nothing=[])
    assert after(recent, "Depth", 0) == [1, 2]
    assert after(recent, "List", 0) == [[1, 2]]
    assert "Nothing" not in recent.names()


def test_a_value_without_time_is_of_now(recent: Recent) -> None:
    say(recent, None, Depth=1)
    assert abs(recent.arrivals("Depth")[0].timestamp - time.time()) < 5


def test_numbers_that_json_cannot_say_become_none(recent: Recent) -> None:
    say(recent, NOW, A=float("nan"), B=float("inf"), C=float("-inf"), D=1.5)
    assert [recent.arrivals(name)[0].value for name in "ABCD"] == [None, None, None, 1.5]


def test_stored_values_come_before_those_that_came_by_themselves(recent: Recent) -> None:
    say(recent, NOW, Depth="came")
    number = recent.number
    recent.add_older("Depth", [(NOW - 2, "a"), (NOW - 1, "b"), (NOW, "twice")])
    assert [arrival.value for arrival in recent.arrivals("Depth")] == ["a", "b", "came"]
    assert recent.after("Depth", number) == []


def test_the_board_hears_what_changed_since_it_looked(recent: Recent) -> None:
    say(recent, NOW, Depth=1, Mode="A")
    number, newest = recent.changed(-1)
    assert {name: arrival.value for name, arrival in newest.items()} == {"Depth": 1, "Mode": "A"}
    say(recent, NOW + 1, Depth=2)
    say(recent, NOW - 9, Mode="late")
    _, newest = recent.changed(number)
    assert {name: arrival.value for name, arrival in newest.items()} == {"Depth": 2}


def test_a_trace_has_the_last_value_of_each_ten_seconds(recent: Recent) -> None:
    for second in range(0, 1000, 5):
        say(recent, NOW + second, Depth=second, Mode="A")
    traces = dict(recent.traces())
    assert list(traces) == ["Depth"]
    assert len(traces["Depth"]) == 60
    assert traces["Depth"][-1] == ((NOW + 995) // 10, 995)


def test_there_is_an_end_to_the_fields(recent: Recent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("logging_core.streams.recent.MOST_FIELDS", 2)
    say(recent, NOW, A=1, B=2, C=3)
    assert recent.names() == ["A", "B"]
