"""Lines to values, by devices or by patterns given directly."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from logging_core.loggers.base.counting import Tally
from logging_core.loggers.parsing.device_files import Devices
from logging_core.loggers.parsing.devices import Compiled, formats_of
from logging_core.loggers.parsing.json_text import dumps
from logging_core.loggers.parsing.metadata import MetadataSender
from logging_core.loggers.parsing.nmea import carries_checksum, checksum_fits
from logging_core.loggers.parsing.patterns import Pattern
from logging_core.loggers.parsing.records import DASRecord

DEFAULT_FORMAT = "{data_id:w} {timestamp:ti} {field_string}"
NO_DATA_ID = "no_data_id"
LONGEST_LINE = 16_384  # characters; longer ones are no sentence, and slow patterns would be slow on them


@dataclass(slots=True)
class Parsed:
    """Values of one line. `timestamp` is Unix seconds, UTC."""

    data_id: str
    message_type: str | None
    timestamp: float
    fields: dict[str, Any]
    metadata: dict[str, Any]

    def as_record(self) -> DASRecord:
        return DASRecord(self.data_id, self.message_type, self.timestamp, self.fields, self.metadata)

    def as_mapping(self) -> dict[str, Any]:
        """Keys without a value are left out."""
        parts: dict[str, Any] = {"data_id": self.data_id, "timestamp": self.timestamp, "fields": self.fields}
        if self.message_type:
            parts["message_type"] = self.message_type
        if self.metadata:
            parts["metadata"] = self.metadata
        return parts

    def as_json(self) -> str:
        return dumps(self.as_mapping())


class RecordParser:
    """Parses lines of the form `record_format`; what cannot be parsed is counted in `tally`, by cause.

    `field_patterns` may be a list (all are tried) or a mapping of data_id to a pattern, a list, or a mapping of
    message types. Without it the device named by data_id tells the patterns and the names of the fields.
    Raises ValueError for patterns that cannot be compiled.
    """

    def __init__(
        self,
        devices: Devices | None = None,
        field_patterns: str | list | dict | None = None,
        record_format: str = DEFAULT_FORMAT,
        metadata: dict | None = None,
        metadata_interval: float | None = None,
        strip_unprintable: bool = False,
        prefix_with: str | None = None,
    ) -> None:
        self.tally = Tally()
        self._envelope = Pattern(record_format)
        if "field_string" not in {kept.name for kept in self._envelope.kept}:
            raise ValueError("record_format: needs {field_string}")
        self._patterns_of = self._lookup(devices or {}, field_patterns)
        self._strip_unprintable = strip_unprintable
        self._prefix_with = prefix_with
        self._metadata = _sender(devices or {}, metadata, metadata_interval)

    def parse(self, line: str) -> Parsed | None:
        """The values, or None with a count of the cause."""
        if len(line) > LONGEST_LINE:
            return self._refuse("line too long", line)
        parts = self._envelope.parse(line)
        if parts is None:
            return self._refuse("not in the record format", line)
        data_id = parts.get("data_id") or NO_DATA_ID
        patterns = self._patterns_of(data_id)
        if patterns is None:
            return self._refuse(f"unknown device {data_id}"[:80], line)
        text = self._cleaned(parts["field_string"])
        if not text:
            return self._refuse("empty line", line)
        if carries_checksum(text) and not checksum_fits(text):
            return self._refuse("wrong checksum", line)
        return self._first_match(data_id, parts.get("timestamp") or time.time(), text, patterns)

    def _first_match(self, data_id: str, timestamp: float, text: str, patterns: Compiled) -> Parsed | None:
        for message_type, pattern in patterns:
            found = pattern.read(text)
            if found is None:
                continue
            fields, refused = found
            for name in refused:
                self.tally.add(f"no value in {name}", text)
            metadata = self._metadata.due(fields, timestamp) if self._metadata else {}
            if self._prefix_with is not None:
                fields = {f"{data_id}{self._prefix_with}{name}": value for name, value in fields.items()}
            return Parsed(data_id, message_type, timestamp, fields, metadata)
        return self._refuse("no pattern fits", text)

    def _cleaned(self, text: str) -> str:
        if self._strip_unprintable:
            text = "".join(letter for letter in text if letter.isprintable())
        return text.strip()

    def _refuse(self, cause: str, line: str) -> Parsed | None:
        self.tally.add(cause, line)
        return None

    def _lookup(self, devices: Devices, given: str | list | dict | None) -> Callable[[str], Compiled | None]:
        if given is None:
            return {name: device.patterns() for name, device in devices.items()}.get
        if isinstance(given, dict):
            return {str(name): _compiled(part) for name, part in given.items()}.get
        everywhere = _compiled(given)
        return lambda data_id: everywhere


def _compiled(formats: Any) -> Compiled:
    return tuple((message, Pattern(text)) for message, text in formats_of(formats))


def _sender(devices: Devices, metadata: dict | None, interval: float | None) -> MetadataSender | None:
    if interval is None:
        return None
    descriptions = dict(metadata or {})
    for device in devices.values():
        descriptions |= device.metadata()
    return MetadataSender(interval, descriptions)
