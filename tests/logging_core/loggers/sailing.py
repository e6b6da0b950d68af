"""A small cruise definition for tests of what is done with definitions, and the people who do it."""

from pathlib import Path
from typing import Any

from logging_core.loggers import actions, definitions
from logging_core.loggers.intake import definitions_folder
from logging_core.loggers.models import CruiseDefinition, LoggerPlan
from logging_core.shared.announce import Actor

TESTS = Actor("tests", via="command")

CRUISE = """
cruise: {id: AB26}
loggers:
  gyro:
    configs:
      'off': {}
      net: {readers: {class: UDPReader, kwargs: {port: 7001}}, writers: {class: UDPWriter, kwargs: {port: 7002}}}
      file: {readers: {class: UDPReader, kwargs: {port: 7001}}, writers: {class: TextFileWriter}}
  wind:
    configs:
      'off': {}
      'on': {readers: {class: UDPReader, kwargs: {port: 7003}}, writers: {class: TextFileWriter}}
modes:
  idle: {gyro: gyro-off, wind: wind-off}
  sail: {gyro: gyro-net, wind: wind-on}
  half: {gyro: gyro-net}
default_mode: idle
"""
DEVICES = """
devices:
  wnd1:
    device_type: Anemometer
    fields: {Speed: WindSpeed, Direction: WindDir}
device_types:
  Anemometer:
    format:
      WIMWV: "$WIMWV,{Direction:of},R,{Speed:of},N,A*{:x}"
      HEATER: "heater {State:w} at {Temperature:f}"
    fields:
      Speed: {units: kt, description: relative wind speed}
"""
PARSING = """
loggers:
  wnd1:
    configs:
      'off': {}
      'on':
        readers: {class: UDPReader, kwargs: {port: 7004}}
        transforms: {class: ParseTransform, kwargs: {definition_path: devices/*.yaml}}
        writers: {class: TextFileWriter}
modes: {idle: [wnd1-off], sail: [wnd1-on]}
"""


def lay(name: str, text: str) -> Path:
    """A file below the folder of definitions."""
    path = definitions_folder() / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def loaded(text: str = CRUISE, name: str = "cruise.yaml") -> CruiseDefinition:
    return definitions.load_definition(actor=TESTS, by=None, file=lay(name, text), base_dir=definitions_folder())


def sailing(text: str = CRUISE, mode: str = "sail") -> CruiseDefinition:
    """Loaded, applied, and in a mode."""
    definition = loaded(text)
    actions.apply_definition(actor=TESTS, by=None, definition=definition, preserve=False)
    actions.set_mode(actor=TESTS, by=None, mode=mode)
    return definition


def plan() -> dict[str, Any]:
    return LoggerPlan.objects.get(pk=1).plan


def planned_configs() -> dict[str, str | None]:
    return {name: told["config_name"] for name, told in plan()["loggers"].items()}
