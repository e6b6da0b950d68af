"""Between two angles."""

import pytest

from logging_core.streams.angles import between, is_angle


@pytest.mark.parametrize(
    ("first", "last", "part", "name", "unit", "value"),
    [
        (350, 10, 0.5, "x", "degrees", 0.0),
        (10, 350, 0.25, "x", "deg", 5.0),
        (10, 350, 0.75, "x", "°", 355.0),
        (179.9, -179.9, 0.5, "Longitude", "", -180.0),
        (-179.0, 179.0, 0.75, "x", "degrees", 179.5),
        (90, 180, 0.5, "x", "degrees", 135.0),
        (350, 10, 0.5, "Depth", "m", 180.0),
        (350, 10, 0.5, "Temp", "degrees C", 180.0),
        (350, 10, 0.5, "S330HeadingTrue", "", 0.0),
    ],
)
def test_angles_are_told_by_unit_or_name(first, last, part, name, unit, value) -> None:
    assert between(first, last, part, name, unit) == pytest.approx(value)


@pytest.mark.parametrize(
    ("unit", "angle"),
    [("degC", False), ("° C", False), ("deg F", False), ("degrees true", True), ("knots", False)],
)
def test_degrees_of_temperature_are_no_angle(unit: str, angle: bool) -> None:
    assert is_angle("Course", unit) is angle
