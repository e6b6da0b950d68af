"""The cruise definition of the demonstration."""

import io
import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from logging_core.demo import cruise_definition, places, raw_files, voyage
from logging_core.demo.sensors.sensors import SENSORS
from logging_core.loggers import actions
from logging_core.loggers.intake import check
from logging_core.loggers.models import CruiseDefinition, LoggerControl
from logging_core.shared import clock
from logging_core.shared.models import Change
from tests.logging_core.loggers.sailing import TESTS, plan, planned_configs

NAMES = [sensor.name for sensor in SENSORS]


@pytest.fixture(autouse=True)
def folders(settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "it's here"
    settings.DEFINITIONS_DIR = tmp_path / "definitions"


@pytest.fixture
def cruise() -> None:
    voyage.make_voyage(TESTS, clock.now(), [], {})


def test_as_it_lies_in_the_repository_nothing_is_wrong_with_it() -> None:
    out = io.StringIO()
    call_command("check_cruise", str(cruise_definition.FOLDER / "cruise.yaml"), stdout=out)
    assert out.getvalue().strip().endswith("6 loggers, 18 configs, 4 modes, default mode dive")


def test_templates_variables_and_include_give_a_logger_for_each_sensor() -> None:
    expanded = check(cruise_definition.FOLDER / "cruise.yaml", cruise_definition.FOLDER).expanded
    assert list(expanded["loggers"]) == NAMES
    assert list(expanded["modes"]) == ["off", "port", "underway", "dive"]
    serial = {sensor.name for sensor in SENSORS if not sensor.udp}
    for name in NAMES:
        reader = expanded["configs"][f"{name}-store"]["readers"]
        assert reader["class"] == ("SerialReader" if name in serial else "UDPReader")
    assert "<<" not in json.dumps(expanded)


@pytest.mark.django_db
class TestLoading:
    def test_it_is_loaded_and_runs_for_the_dive(self, cruise: None) -> None:
        definition = cruise_definition.load_once()
        assert definition is not None and definition.warnings == []
        assert definition.cruise_id == voyage.stored_cruise().name
        assert planned_configs() == {name: f"{name}-store" for name in NAMES}
        gps, rov = plan()["loggers"]["gps"]["config"], plan()["loggers"]["rov"]["config"]
        assert gps["readers"]["kwargs"]["port"] == str(places.ports() / "gps")
        assert rov["readers"]["kwargs"]["port"] == places.udp_ports()["rov"]
        assert Path(plan()["base_dir"], "devices.yaml").is_file()

    def test_it_is_journalled_as_anybodys(self, cruise: None) -> None:
        cruise_definition.load_once()
        verbs = Change.objects.filter(actor="demo").values_list("kind", "verb")
        assert set(verbs) == {("cruise_definition", "load"), ("loggers", "apply")}

    def test_it_is_loaded_once_and_not_after_people_removed_it(self, cruise: None) -> None:
        cruise_definition.load_once()
        assert cruise_definition.load_once() is None
        actions.delete_definition(actor=TESTS, by=None)
        assert cruise_definition.load_once() is None
        assert CruiseDefinition.objects.count() == 1
        assert LoggerControl.objects.get(pk=1).definition is None

    def test_without_the_cruise_there_is_nothing_to_load(self) -> None:
        assert cruise_definition.load_once() is None


def test_udp_ports_are_chosen_once() -> None:
    ports = places.udp_ports()
    assert ports.keys() == {"sounder", "rov"} and len(set(ports.values())) == 2
    assert places.udp_ports() == ports


def test_raw_files_of_days_ago_are_removed() -> None:
    now = clock.now()
    for name, days in (("old", 4), ("new", 2)):
        file = places.raw() / "gps" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
        then = (now - timedelta(days=days)).timestamp()
        os.utime(file, (then, then))
    assert raw_files.prune(places.raw(), now) == 1
    assert [file.name for file in (places.raw() / "gps").iterdir()] == ["new"]
