"""RegexParseTransform: a line becomes values by regular expressions with named groups."""

import re
import time
from typing import Any

from logging_core.loggers.base.component import Record, TextTransform
from logging_core.loggers.base.expressions import compiled
from logging_core.loggers.base.site import Site
from logging_core.loggers.parsing.conversion import Conversions
from logging_core.loggers.parsing.metadata import MetadataSender
from logging_core.loggers.parsing.records import DASRecord
from logging_core.loggers.parsing.regex_devices import RegexDevices, read_regex_devices
from logging_core.loggers.parsing.timestamps import unix_seconds

ENVELOPE = (
    r"(?:(?:(?P<data_id>\w+)\s+)?(?P<timestamp>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)\s+)?(?P<field_string>.*)"
)
UNKNOWN = "unknown"


class RegexParseTransform(TextTransform):
    """`[[DATA_ID] TIME] SENTENCE` to a DASRecord, by expressions that match from the start of the sentence.

    With device definitions the expressions are those of the device's own type, for an unknown device those of all
    types in turn; values are converted by `data_type` of the type's fields and renamed by the device. What nothing
    matches is counted and dropped.
    """

    def __init__(
        self,
        record_format: str | None = None,
        field_patterns: list | dict | None = None,
        data_id: str | None = None,
        definition_path: str | None = None,
        metadata: dict | None = None,
        metadata_interval: float | None = None,
        fields: dict | None = None,
        delete_source_fields: bool = False,
        delete_unconverted_fields: bool = False,
        site: Site | None = None,
    ) -> None:
        super().__init__()
        if field_patterns is not None and definition_path is not None:
            raise ValueError("field_patterns and definition_path cannot both be given")
        self.data_id = data_id
        self._envelope = compiled(record_format or ENVELOPE, "record_format", re.DOTALL)
        base_dir = (site or Site()).base_dir
        self._devices, self._cautions = (
            read_regex_devices(definition_path, base_dir) if definition_path else (RegexDevices({}, {}), [])
        )
        self._patterns = _patterns(field_patterns) if field_patterns is not None else self._devices.all_patterns()
        convert = (
            Conversions(fields, delete_source_fields, delete_unconverted_fields, self.tally) if fields else None
        )
        self._convert = convert
        self._metadata = None
        if metadata_interval is not None:
            self._metadata = MetadataSender(metadata_interval, metadata or self._devices.metadata())

    def cautions(self) -> list[str]:
        return self._cautions

    def change(self, record: str) -> Record:
        envelope = self._envelope.match(record)
        if envelope is None:
            return self.tally.add("not in the record format", record)
        parts = envelope.groupdict()
        data_id = self.data_id or parts.get("data_id") or UNKNOWN
        patterns = self._devices.patterns_of(data_id) or self._patterns
        for message_type, expression in patterns:
            found = expression.match((parts.get("field_string") or "").strip())
            if found is not None:
                return self._record(data_id, message_type, parts.get("timestamp"), found.groupdict())
        return self.tally.add("no pattern fits", record)

    def _record(self, data_id: str, message_type: str | None, stamp: str | None, texts: dict[str, Any]) -> Record:
        fields: dict[str, Any] | None = self._devices.values(data_id, texts, self.tally)
        if fields is not None and self._convert is not None:
            fields = self._convert.apply(fields)
        if not fields:
            return None
        timestamp = _seconds(stamp)
        metadata = self._metadata.due(fields, timestamp) if self._metadata else {}
        return DASRecord(data_id, message_type, timestamp, fields, metadata)


class RegexTransform(RegexParseTransform):
    """The older name of RegexParseTransform."""


def _patterns(given: list | dict) -> list[tuple[str | None, re.Pattern[str]]]:
    pairs = list(given.items()) if isinstance(given, dict) else [(None, text) for text in given]
    return [(message and str(message), compiled(str(text), "field_patterns")) for message, text in pairs]


def _seconds(stamp: str | None) -> float:
    try:
        return unix_seconds(stamp) if stamp else time.time()
    except ValueError:
        return time.time()
