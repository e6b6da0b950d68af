"""What the sensors say is understood by the definition, and is what the aux data say."""

from datetime import datetime, timedelta

import pytest

from logging_core.demo import voyage
from logging_core.demo.cruise_definition import FOLDER
from logging_core.demo.measurements import CTD, VEHICLE, VESSEL, Instruments
from logging_core.demo.sensors.sensors import SENSORS, Sensor
from logging_core.loggers.base.site import Site
from logging_core.loggers.transforms.parse import ParseTransform
from logging_core.shared import clock

NOW = clock.parse("2026-03-14T12:00:00Z")
FIELDS = {"gps": 5, "gyro": 1, "met": 5, "sounder": 1, "rov": 7, "ctd": 5}
BY_NAME = {sensor.name: sensor for sensor in SENSORS}


@pytest.fixture(scope="module")
def scene() -> Instruments:
    return Instruments(NOW - voyage.BEFORE, voyage.planned_dives(NOW))


def values(sensor: Sensor, scene: Instruments, moment: datetime) -> dict[str, float]:
    """As a logger of the definition would store them; every line must be understood."""
    parse = ParseTransform(definition_path="devices.yaml", site=Site(base_dir=FOLDER))
    found: dict[str, float] = {}
    for line in sensor.say(scene, moment):
        record = parse.transform(f"{sensor.name} {clock.iso(moment)} {line}")
        assert record, (line, parse.tally.counts)
        found |= record["fields"]
    assert not parse.tally.counts
    return found


@pytest.mark.parametrize("sensor", SENSORS, ids=lambda sensor: sensor.name)
def test_every_line_is_understood(sensor: Sensor, scene: Instruments) -> None:
    for hours in range(0, 120, 7):  # harbour, transit, dives, deck
        moment = NOW - timedelta(hours=hours)
        found = values(sensor, scene, moment)
        silent = sensor.name in ("rov", "ctd") and scene.dive_at(moment) is None
        assert len(found) == (0 if silent else FIELDS[sensor.name])


@pytest.mark.parametrize(
    ("sensor", "source", "names"),
    [
        ("gps", VESSEL, {"GpsLatitude": "latitude", "GpsLongitude": "longitude"}),
        ("gyro", VESSEL, {"GyroHeading": "heading"}),
        ("rov", VEHICLE, {"RovLatitude": "latitude", "RovDepth": "depth", "RovAltitude": "altitude"}),
        ("ctd", CTD, {"CtdTemperature": "temperature", "CtdPressure": "pressure", "CtdOxygen": "oxygen"}),
    ],
)
def test_values_agree_with_the_aux_data(sensor: str, source: str, names: dict[str, str], scene) -> None:
    told = {value["data_name"]: float(value["data_value"]) for value in scene.read(NOW)[source]}
    found = values(BY_NAME[sensor], scene, NOW)
    for field, name in names.items():
        assert found[field] == pytest.approx(told[name], abs=0.006 if abs(told[name]) > 90 else 0.001)
