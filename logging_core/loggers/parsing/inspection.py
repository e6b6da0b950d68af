"""What a parser makes of some lines, in detail.

Runs as a process of its own (`python -m`, JSON in, JSON out), so that a pattern that takes for ever can be ended.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from logging_core.loggers.parsing.device_files import Devices, read_devices
from logging_core.loggers.parsing.devices import Device
from logging_core.loggers.parsing.json_text import dumps
from logging_core.loggers.parsing.nmea import carries_checksum, checksum_fits
from logging_core.loggers.parsing.patterns import Pattern
from logging_core.loggers.parsing.record_parser import DEFAULT_FORMAT, RecordParser
from logging_core.loggers.parsing.tracing import tried

MOST_TRIALS = 12
Plain = dict[str, Any]


class Inspection:
    """Lines against the devices of definition files, or against `patterns`. Raises ValueError for bad ones."""

    def __init__(self, devices: Devices, patterns: list[str] | None, record_format: str) -> None:
        self.devices = devices
        self.patterns = patterns
        self.envelope = Pattern(record_format)
        self.parser = RecordParser(devices, patterns, record_format)

    def of(self, line: str) -> Plain:
        """The verdict of the parser, the parts of the line, every pattern that was tried, every field."""
        before = dict(self.parser.tally.counts)
        parsed = self.parser.parse(line)
        causes = [cause for cause, count in self.parser.tally.counts.items() if count != before.get(cause)]
        parts = self.envelope.parse(line)
        sentence = (parts["field_string"] if parts else line).strip()
        device = self.devices.get(parsed.data_id if parsed else (parts or {}).get("data_id") or "")
        return {
            "line": line,
            "parsed": parsed is not None,
            "causes": causes,
            "data_id": (parts or {}).get("data_id"),
            "timestamp": parsed.timestamp if parsed else None,
            "message_type": parsed.message_type if parsed else None,
            "sentence": sentence,
            "checksum": _checksum(sentence),
            "device": device.name if device else None,
            "device_type": device.type.name if device else None,
            "trials": self._trials(sentence, device),
            "fields": _fields(parsed.fields if parsed else {}, device),
        }

    def _trials(self, sentence: str, device: Device | None) -> list[Plain]:
        """Those of the device in their order; of all devices, when it is not known, the ones that get furthest."""
        formats: list[tuple[str | None, str, str]]
        if self.patterns is not None:
            formats = [(None, "", pattern) for pattern in self.patterns]
        elif device is not None:
            formats = [(message, device.type.name, pattern) for message, pattern in device.type.formats]
        else:
            types = {one.type.name: one.type for one in self.devices.values()}
            formats = [(message, name, text) for name, kind in types.items() for message, text in kind.formats]
        trials = [
            {"message_type": message, "device_type": name, **asdict(tried(pattern, sentence))}
            for message, name, pattern in formats
        ]
        if device is None and self.patterns is None:
            trials.sort(key=lambda trial: (not trial["matched"], -trial["reached"]))
        return trials[:MOST_TRIALS]


def _checksum(sentence: str) -> str:
    if not carries_checksum(sentence):
        return "none"
    return "right" if checksum_fits(sentence) else "wrong"


def _fields(values: Plain, device: Device | None) -> list[Plain]:
    known = device.metadata() if device else {}
    return [
        {
            "name": name,
            "value": value if isinstance(value, int | float | str | bool) or value is None else str(value),
            "type": "nothing" if value is None else type(value).__name__,
            "units": str(known.get(name, {}).get("units") or ""),
            "description": str(known.get(name, {}).get("description") or ""),
        }
        for name, value in values.items()
    ]


def inspect(asked: Plain) -> Plain:
    """`lines`; `patterns` or `definition_path` below `base_dir`; `record_format`. May answer with a `problem`."""
    try:
        patterns = asked["patterns"] or None
        devices: Devices = {}
        cautions: list[str] = []
        if patterns is None:
            devices, cautions = read_devices(asked["definition_path"], Path(asked["base_dir"]))
        inspection = Inspection(devices, patterns, asked["record_format"] or DEFAULT_FORMAT)
        results = [inspection.of(line) for line in asked["lines"]]
    except ValueError as problem:
        return {"problem": str(problem)}
    return {"results": results, "devices": sorted(devices), "cautions": cautions}


if __name__ == "__main__":
    sys.stdout.write(dumps(inspect(json.load(sys.stdin))))
