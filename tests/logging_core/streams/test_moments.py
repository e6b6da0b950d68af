"""The value of a stream at a time."""

from datetime import UTC, datetime, timedelta

import pytest

from logging_core.streams.ingest import Ingest
from logging_core.streams.models import Stream
from logging_core.streams.moments import interpolated, nearest
from tests.logging_core.streams.samples import NOON, record


def noon(seconds: float = 0) -> datetime:
    return datetime.fromtimestamp(NOON, UTC) + timedelta(seconds=seconds)


def values(found) -> dict[str, object]:
    return {name: reading.value for name, reading in found.items()}


@pytest.fixture
def depth(ingest: Ingest) -> None:
    ingest.store([record(NOON, Depth=10.0, Mode="A"), record(NOON + 10, Depth=20.0, Mode="B")])


@pytest.mark.parametrize(
    ("at", "max_age", "value"),
    [(0, 1, 10.0), (4.9, 60, 10.0), (5, 60, 10.0), (5.1, 60, 20.0), (30, 20, 20.0), (-3, 3, 10.0)],
)
def test_the_nearest_value_before_or_after_is_found(depth: None, at: float, max_age: float, value: float) -> None:
    found = nearest(["Depth"], noon(at), timedelta(seconds=max_age))
    assert values(found) == {"Depth": value}


@pytest.mark.parametrize(("at", "max_age"), [(30, 19.999), (-3, 2.999), (5, 4.9)])
def test_a_value_that_is_too_old_is_none(depth: None, at: float, max_age: float) -> None:
    assert nearest(["Depth"], noon(at), timedelta(seconds=max_age)) == {}
    assert interpolated(["Depth"], noon(at), timedelta(seconds=max_age)) == {}


def test_the_time_of_a_nearest_value_is_its_own(depth: None) -> None:
    assert nearest(["Depth"], noon(9), timedelta(minutes=1))["Depth"].at == noon(10)


def test_between_two_values_lies_the_straight_line(depth: None) -> None:
    found = interpolated(["Depth"], noon(2.5), timedelta(minutes=1))["Depth"]
    assert (found.value, found.at) == (12.5, noon(2.5))


def test_texts_are_not_interpolated_and_one_neighbour_is_enough(depth: None) -> None:
    assert values(interpolated(["Mode", "Depth"], noon(12), timedelta(seconds=5))) == {"Mode": "B", "Depth": 20.0}
    assert values(interpolated(["Mode"], noon(4), timedelta(seconds=60))) == {"Mode": "A"}


def test_several_streams_come_at_once_and_unknown_ones_are_left_out(depth: None) -> None:
    assert values(nearest(["Depth", "Mode", "None"], noon(), timedelta(seconds=1))) == {"Depth": 10.0, "Mode": "A"}


def test_neighbours_are_found_over_midnight(ingest: Ingest) -> None:
    midnight = NOON + 12 * 3600
    ingest.store([record(midnight - 1, Depth=1.0), record(midnight + 1, Depth=3.0)])
    assert values(interpolated(["Depth"], noon(12 * 3600), timedelta(seconds=5))) == {"Depth": 2.0}


def test_a_heading_goes_the_short_way_through_north(ingest: Ingest) -> None:
    ingest.store([record(NOON, Hdg=350.0), record(NOON + 10, Hdg=20.0)])
    Stream.objects.update(unit="degrees")
    assert values(interpolated(["Hdg"], noon(5), timedelta(minutes=1))) == {"Hdg": 5.0}
