"""Air, way and water around the vessel of the demonstration."""

from datetime import timedelta

import pytest

from logging_core.demo import sea, voyage, weather
from logging_core.demo.weather import Flow
from logging_core.shared import clock

NOW = clock.parse("2026-03-14T12:00:00Z")
DIVES = voyage.planned_dives(NOW)


@pytest.mark.parametrize(
    ("wind", "way", "heading", "felt"),
    [
        (Flow(0, 8), Flow(0, 3), 0, (0, 11)),  # into the wind
        (Flow(180, 8), Flow(0, 3), 0, (180, 5)),  # before it
        (Flow(90, 4), Flow(0, 4), 0, (45, 32**0.5)),
        (Flow(90, 4), Flow(0, 0), 30, (60, 4)),  # at rest
    ],
)
def test_the_wind_on_board_is_that_over_the_sea_and_the_own_way(wind, way, heading, felt) -> None:
    found = weather.relative_wind(wind, way, heading)
    assert (found.direction, found.speed) == (pytest.approx(felt[0]), pytest.approx(felt[1]))


def test_the_vessel_hardly_moves_above_a_dive() -> None:
    assert weather.way(DIVES, NOW - voyage.BEFORE, NOW).speed < 0.5


def test_the_water_below_the_vessel_is_that_of_the_site() -> None:
    for hours in range(0, 120, 5):
        moment = NOW - timedelta(hours=hours)
        pose = sea.vessel(DIVES, NOW - voyage.BEFORE, moment)
        assert 1300 < weather.water_below(DIVES, pose, moment) < 2700
    here = weather.water_below(DIVES, sea.vessel(DIVES, NOW - voyage.BEFORE, NOW), NOW)
    assert here == pytest.approx(DIVES[-1].site.depth, abs=40)


def test_the_air_is_that_of_the_trade_winds() -> None:
    for hours in range(48):
        air = weather.air(NOW + timedelta(hours=hours))
        assert 17 < air.temperature < 22 and 60 < air.humidity < 85 and 1010 < air.pressure < 1025
        assert 4 < air.wind.speed < 12
