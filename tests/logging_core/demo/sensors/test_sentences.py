"""Sentences of the simulated sensors."""

from datetime import UTC, datetime

import pytest

from logging_core.demo.sea import Pose
from logging_core.demo.sensors import sentences
from logging_core.demo.weather import Flow
from logging_core.loggers.parsing.nmea import checksum_fits

NOON = datetime(2026, 5, 1, 12, 0, 0, tzinfo=UTC)


def at(latitude: float, longitude: float) -> Pose:
    return Pose(latitude, longitude, 0, 0, 45, 0, 0)


@pytest.mark.parametrize(
    ("latitude", "longitude", "place"),
    [
        (38.5631, -31.7385, "3833.78600,N,03144.31000,W"),
        (-0.5, 0.25, "0030.00000,S,00015.00000,E"),
        (9.9999999999, 179.99999999999, "1000.00000,N,18000.00000,E"),
    ],
)
def test_a_place_is_written_in_degrees_and_minutes(latitude: float, longitude: float, place: str) -> None:
    assert f",{place}," in sentences.position(at(latitude, longitude), NOON)


def test_every_sentence_carries_its_checksum() -> None:
    pose = at(38.5, -31.7)
    for line in (
        sentences.position(pose, NOON),
        sentences.way(Flow(359.96, 2.0)),
        sentences.heading(pose),
        sentences.wind(Flow(10, 8)),
        sentences.sounding(1650),
        sentences.vehicle(pose),
    ):
        assert checksum_fits(line), line


def test_speed_over_ground_is_in_knots() -> None:
    assert ",2.00,N," in sentences.way(Flow(90, 2 * 1852 / 3600))
