"""One example that uses everything, and the real definition of a ship."""

import json
from io import StringIO

import pytest
import yaml
from django.core.management import call_command

from logging_core.loggers.definition.loading import load
from tests.logging_core.loggers.seen import NBP1406, needs_nbp1406

MAIN = """
includes_base_dir: /cfg
includes: ['templates/*.yaml']
variables: {cruise: AB26, root: /data, port_out: 6224, leg: 2}
cruise: {id: <<cruise>>-<<leg>>, start: "2026-05-01"}
loggers:
  gyro:
    logger_template: serial
    variables: {tty: /dev/ttyS3, baud: 4800}
  wx:
    configs:
      'off': {}
      udp:
        config_template: from_udp
        variables: {port: 7001}
  plain:
    configs: [plain-off, plain-on]
configs:
  plain-off: {}
  plain-on:
    readers: [{class: TextFileReader, kwargs: {file_spec: <<root>>/in.txt}}]
    writers: [{class: TextFileWriter}]
modes:
  idle: [gyro-off, wx-off, plain-off]
  sail: {gyro: gyro-run, wx: wx-udp, plain: plain-on}
"""
TEMPLATES = """
logger_templates:
  serial:
    configs:
      'off': {}
      run:
        readers: [{class: SerialReader, kwargs: {port: <<tty>>, baudrate: <<baud|9600>>, timeout: <<tmo|null>>}}]
        transforms: [{class: TimestampTransform}]
        writers: [{class: LogfileWriter, kwargs: {filebase: <<root>>/<<logger>>/<<cruise>>_<<logger>>}}]
config_templates:
  from_udp:
    readers: [{class: UDPReader, kwargs: {port: <<port>>}}]
    writers: [{class: UDPWriter, kwargs: {port: <<port_out>>, destination: <<dest|255.255.255.255>>}}]
"""
EXPECTED = """
includes_base_dir: /cfg
cruise: {id: AB26-2, start: "2026-05-01"}
loggers:
  gyro:  {configs: [gyro-off, gyro-run]}
  wx:    {configs: [wx-off, wx-udp]}
  plain: {configs: [plain-off, plain-on]}
configs:
  plain-off: {}
  plain-on:
    readers: [{class: TextFileReader, kwargs: {file_spec: /data/in.txt}}]
    writers: [{class: TextFileWriter}]
  gyro-off: {}
  gyro-run:
    readers: [{class: SerialReader, kwargs: {port: /dev/ttyS3, baudrate: 4800, timeout: null}}]
    transforms: [{class: TimestampTransform}]
    writers: [{class: LogfileWriter, kwargs: {filebase: /data/gyro/AB26_gyro}}]
  wx-off: {}
  wx-udp:
    readers: [{class: UDPReader, kwargs: {port: 7001}}]
    writers: [{class: UDPWriter, kwargs: {port: 6224, destination: 255.255.255.255}}]
modes:
  idle: {gyro: gyro-off, wx: wx-off, plain: plain-off}
  sail: {gyro: gyro-run, wx: wx-udp, plain: plain-on}
default_mode: idle
"""


@pytest.fixture
def example(tmp_path):
    """The example with its folder in place of /cfg."""
    (tmp_path / "cfg" / "templates").mkdir(parents=True)
    (tmp_path / "cfg" / "templates" / "common.yaml").write_text(TEMPLATES)
    (tmp_path / "main.yaml").write_text(MAIN.replace("/cfg", str(tmp_path / "cfg")))
    return tmp_path / "main.yaml"


def test_the_example_expands_to_exactly_what_the_format_says(example, tmp_path):
    outcome = load(example)
    expected = yaml.safe_load(EXPECTED.replace("/cfg", str(tmp_path / "cfg")))
    assert outcome.errors == []
    found = outcome.definition.as_dict()
    assert found == expected
    assert list(found["configs"]) == list(expected["configs"])
    assert list(found["loggers"]) == list(expected["loggers"])


def test_the_command_prints_one_json_object(example):
    out = StringIO()
    call_command("expand_cruise", str(example), "--json", stdout=out)
    found = json.loads(out.getvalue())
    assert found["cruise"] == {"id": "AB26-2", "start": "2026-05-01"}
    assert {"loggers", "configs", "modes", "default_mode"} <= found.keys()


def test_a_file_can_be_expanded_though_its_components_are_not_known(tmp_path):
    (tmp_path / "new.yaml").write_text("loggers: {a: {configs: {net: {readers: {class: FromTomorrow}}}}}")
    out = StringIO()
    call_command("expand_cruise", str(tmp_path / "new.yaml"), "--json", stdout=out)
    assert json.loads(out.getvalue())["configs"] == {"a-net": {"readers": {"class": "FromTomorrow"}}}


def test_the_command_checks_and_tells_every_error(tmp_path, capsys):
    (tmp_path / "bad.yaml").write_text("loggers:\n  a: {configs: [x]}\n  b: 5\n")
    errors = StringIO()
    with pytest.raises(SystemExit):
        call_command("check_cruise", str(tmp_path / "bad.yaml"), stderr=errors)
    assert "bad.yaml:2: error: loggers.a.configs[0]:" in errors.getvalue()
    assert "bad.yaml:3: error: loggers.b:" in errors.getvalue()


@needs_nbp1406
def test_the_definition_of_a_ship_loads_with_its_folder_as_base():
    outcome = load(NBP1406 / "test/NBP1406/NBP1406_cruise.yaml", NBP1406)
    assert outcome.errors == []
    found = outcome.definition.as_dict()
    assert (len(found["loggers"]), len(found["configs"]), found["default_mode"]) == (24, 72, "off")
    assert found["cruise"] == {"id": "NBP1406", "start": "2019-07-01", "end": "2019-12-31"}
    assert found["modes"]["write"]["gyr1"] == "gyr1-net+file"
    writers = found["configs"]["gyr1-net+file"]["writers"]
    assert writers[0]["kwargs"] == {"filebase": "/var/tmp/log/gyr1/raw/NBP1406_gyr1"}
    assert writers[1]["kwargs"]["transforms"] == [{"class": "PrefixTransform", "kwargs": {"prefix": "gyr1"}}]
    snapshot = found["configs"]["snapshot-on"]
    assert snapshot["readers"][0]["kwargs"]["subscription"]["fields"][0] == "MwxAirTemp"
    assert snapshot["transforms"][0]["kwargs"]["interval"] == 30
    assert "S330CourseTrue" in found["configs"]["true_winds_port-on"]["transforms"][0]["kwargs"]["max_field_age"]
    assert "<<" not in json.dumps(found)
