"""Device definitions whose formats are regular expressions with named groups."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from logging_core.loggers.base.counting import Tally
from logging_core.loggers.base.expressions import compiled
from logging_core.loggers.parsing.conversion import Conversions
from logging_core.loggers.parsing.device_files import Devices, read_devices

Expressions = list[tuple[str | None, re.Pattern[str]]]


@dataclass(frozen=True)
class RegexDevices:
    """Devices with their compiled expressions, kept apart by device type."""

    devices: Devices
    expressions: dict[str, Expressions]

    def patterns_of(self, data_id: str) -> Expressions | None:
        device = self.devices.get(data_id)
        return self.expressions[device.type.name] if device else None

    def all_patterns(self) -> Expressions:
        return [pair for pairs in self.expressions.values() for pair in pairs]

    def values(self, data_id: str, texts: dict[str, Any], tally: Tally) -> dict[str, Any]:
        """Converted and renamed for a known device; as they are for an unknown one."""
        texts = {name: text for name, text in texts.items() if text is not None}
        device = self.devices.get(data_id)
        if device is None:
            return texts
        typed = {name: how for name, how in device.type.fields.items() if "data_type" in how}
        converted = Conversions(typed, True, False, tally).apply(texts) or {}
        return {device.fields[name]: value for name, value in converted.items() if name in device.fields}

    def metadata(self) -> dict[str, dict[str, Any]]:
        return {name: told for device in self.devices.values() for name, told in device.metadata().items()}


def read_regex_devices(definition_path: str, base_dir: Path) -> tuple[RegexDevices, list[str]]:
    """Raises ValueError for bad files and bad expressions."""
    devices, cautions = read_devices(definition_path, base_dir, compiled_as_patterns=False)
    types = {device.type.name: device.type for device in devices.values()}
    expressions: dict[str, Expressions] = {
        name: [(message, compiled(text, f"format of {name}")) for message, text in kind.formats]
        for name, kind in types.items()
    }
    return RegexDevices(devices, expressions), cautions
