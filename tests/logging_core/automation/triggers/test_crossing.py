"""From values to crossings, without a database."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logging_core.automation.triggers.areas import area_of
from logging_core.automation.triggers.conditions import Condition, condition_of
from logging_core.automation.triggers.crossing import Standing, begin, silence, walk
from logging_core.shared import clock

NOON = clock.parse("2026-03-14T12:00:00.000Z")


def second(number: float) -> Any:
    return NOON + timedelta(seconds=number)


def threshold(when: str, low: float | None, high: float | None, hysteresis: float = 0.0) -> Condition:
    return condition_of("threshold", {"when": when, "low": low, "high": high, "hysteresis": hysteresis})


def crossings(condition: Condition, *values: float, lasting: float = 0) -> list[tuple[int, int]]:
    """Seconds at which a crossing began and fired, for one value each second."""
    timed = [(second(number), value) for number, value in enumerate(values)]
    steps = walk(Standing(), condition, timedelta(seconds=lasting), timed)
    found = [step.crossing for step in steps if step.crossing]
    return [tuple(round((at - NOON).total_seconds()) for at in (one.since, one.at)) for one in found]


@pytest.mark.parametrize(
    ("condition", "values", "expected"),
    [
        (threshold("above", None, 10), (9, 11, 12, 9, 11), [(1, 1), (4, 4)]),
        (threshold("above", None, 10), (10, 10), []),
        (threshold("below", 10, None), (11, 9, 8, 11, 9), [(1, 1), (4, 4)]),
        (threshold("outside", 0, 10), (5, 11, 5, -1), [(1, 1), (3, 3)]),
        (threshold("outside", 0, 10), (11, -1), [(0, 0)]),  # from one side to the other it never was inside
        (threshold("above", None, 10, 3), (11, 9, 11, 8, 11, 7, 11), [(0, 0), (6, 6)]),
        (threshold("below", 10, None, 3), (9, 11, 9, 13, 9), [(0, 0), (4, 4)]),
        (threshold("above", None, 10, 3), (8, 9, 10), []),  # in the band, from below: nothing
    ],
)
def test_a_value_that_goes_beyond_fires_once_until_it_is_back(condition: Any, values: Any, expected: Any) -> None:
    assert crossings(condition, *values) == expected


def test_it_has_to_last_without_a_break() -> None:
    above = threshold("above", None, 10)
    assert crossings(above, 11, 11, 9, 11, 11, 11, 11, 11, lasting=3) == [(3, 6)]
    assert crossings(above, 11, 11, lasting=3) == []


@given(st.lists(st.floats(-20, 20), max_size=60), st.floats(0, 9), st.integers(0, 5))
def test_between_two_crossings_the_value_was_back(values: list[float], hysteresis: float, lasting: int) -> None:
    found = crossings(threshold("above", None, 10, hysteresis), *values, lasting=lasting)
    for (_, fired), (since, _) in pairwise(found):
        assert any(value <= 10 - hysteresis for value in values[fired:since])
    for since, fired in found:
        assert all(value > 10 for value in values[since : fired + 1])


def test_what_is_beyond_when_it_is_switched_on_is_no_crossing() -> None:
    assert begin(threshold("above", None, 10), 11, NOON).phase == "beyond"
    assert begin(threshold("above", None, 10), 9, NOON).phase == "armed"


def test_silence_is_told_once_and_again_after_the_next_value() -> None:
    minute = timedelta(seconds=60)
    step = silence(Standing(), minute, NOON, second(59))
    assert step.crossing is None
    step = silence(step.standing, minute, NOON, second(60))
    assert step.crossing and (step.crossing.since, step.crossing.at) == (NOON, second(60))
    step = silence(step.standing, minute, NOON, second(100))
    assert step.crossing is None
    step = silence(step.standing, minute, second(110), second(111))
    assert (step.standing.phase, step.crossing) == ("armed", None)
    step = silence(step.standing, minute, second(110), second(175))
    assert step.crossing and step.crossing.since == second(110)


CIRCLE = {"latitude": 38.5, "longitude": -31.7, "radius": 1000.0}
SQUARE = {"corners": [[10, 179], [10, -179], [12, -179], [12, 179]]}  # across 180 degrees
LSHAPE = {"corners": [[0, 0], [0, 2], [1, 2], [1, 1], [2, 1], [2, 0]]}


@pytest.mark.parametrize(
    ("area", "place", "inside"),
    [
        (CIRCLE, (38.5, -31.7), True),
        (CIRCLE, (38.5 + 0.00898, -31.7), True),  # 998.5 m to the north
        (CIRCLE, (38.5 + 0.00901, -31.7), False),
        (CIRCLE, (38.5, -31.7 + 0.01147), True),  # 998.1 m to the east, where degrees are shorter
        (CIRCLE, (38.5, -31.7 + 0.01152), False),
        (SQUARE, (11, 179.9), True),
        (SQUARE, (11, -179.9), True),
        (SQUARE, (11, 178.9), False),
        (SQUARE, (11, 0), False),
        (LSHAPE, (0.5, 1.5), True),
        (LSHAPE, (1.5, 1.5), False),
        (LSHAPE, (1.5, 0.5), True),
    ],
)
def test_a_place_lies_inside_of_an_area_or_outside(area: Any, place: Any, inside: bool) -> None:
    assert (area_of(area).depth(*place) >= 0) is inside


def test_the_depth_in_an_area_is_the_way_to_its_edge() -> None:
    assert area_of(LSHAPE).depth(0.5, 0.5) == pytest.approx(0.5 * 111_195, rel=0.001)
    assert area_of(CIRCLE).depth(38.5, -31.7) == 1000
    assert area_of(CIRCLE).depth(38.6, -31.7) == pytest.approx(1000 - 0.1 * 111_195, rel=0.001)


@pytest.mark.parametrize(("when", "expected"), [("enter", [(1, 1), (5, 5)]), ("leave", [(0, 0), (3, 3)])])
def test_a_fence_is_crossed_when_its_margin_is_left_behind(when: str, expected: list[tuple[int, int]]) -> None:
    """A radius of 1000 m with 500 m of margin: 1200 m is neither in nor out, coming from inside."""
    condition = condition_of("geofence", {"when": when, "area": CIRCLE, "margin": 500.0})
    metres = (2000, 900, 1200, 1700, 1800, 900, 700) if when == "enter" else (2000, 400, 900, 1100, 700, 900, 1100)
    values = [(38.5 + metre / 111_195, -31.7) for metre in metres]
    assert crossings(condition, *values) == expected
