"""One record of an instrument at one moment, and its forms on the wire."""

import json
import time
from collections.abc import Mapping
from typing import Any

from logging_core.loggers.parsing.json_text import dumps


class DASRecord:
    """Values of named fields at one time.

    `timestamp` is Unix seconds, UTC; None or 0 means now. `metadata` is `{"fields": {name: {...}}}` or empty.
    Item access reads and writes `fields`. A record is always true, even without fields.
    """

    __slots__ = ("data_id", "fields", "message_type", "metadata", "timestamp")

    def __init__(
        self,
        data_id: str | None = None,
        message_type: str | None = None,
        timestamp: float | None = None,
        fields: dict[str, Any] | None = None,
        metadata: dict[str, Any] | None = None,
    ) -> None:
        self.data_id = data_id
        self.message_type = message_type
        self.timestamp: Any = timestamp or time.time()
        self.fields = {} if fields is None else fields
        self.metadata = {} if metadata is None else metadata

    @classmethod
    def from_json(cls, text: str) -> "DASRecord":
        """The record as it stands in the text. Raises ValueError unless the text is a JSON object."""
        parts = json.loads(text)
        if not isinstance(parts, dict):
            raise ValueError("expected a JSON object")
        record = cls(parts.get("data_id"), parts.get("message_type"), None, parts.get("fields", {}))
        record.timestamp = parts.get("timestamp")
        record.metadata = parts.get("metadata", {})
        return record

    def as_dict(self) -> dict[str, Any]:
        """The five keys in the order of the JSON form."""
        return {
            "data_id": self.data_id,
            "message_type": self.message_type,
            "timestamp": self.timestamp,
            "fields": self.fields,
            "metadata": self.metadata,
        }

    def as_json(self, pretty: bool = False) -> str:
        return dumps(self.as_dict(), pretty)

    def copy(self) -> "DASRecord":
        return DASRecord(self.data_id, self.message_type, self.timestamp, dict(self.fields), dict(self.metadata))

    def __bool__(self) -> bool:
        return True

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DASRecord) and self.as_dict() == other.as_dict()

    __hash__ = None  # type: ignore[assignment]

    def __getitem__(self, field: str) -> Any:
        return self.fields[field]

    def __setitem__(self, field: str, value: Any) -> None:
        self.fields[field] = value

    def __delitem__(self, field: str) -> None:
        self.fields.pop(field, None)

    def __repr__(self) -> str:
        return f"DASRecord({self.as_json()})"


def records_of(value: Any, data_id: str | None = None) -> list[DASRecord]:
    """Any form of values as records: None, a record, a list of records, `{timestamp, fields}` or
    `{field: [[timestamp, value], ...]}`, which is grouped by time. The data_id is given to what was a mapping.

    Raises TypeError for anything else.
    """
    if value is None:
        return []
    if isinstance(value, DASRecord):
        return [value]
    if isinstance(value, list):
        return [record for part in value for record in records_of(part, data_id)]
    if not isinstance(value, Mapping):
        raise TypeError(f"expected a record, not {type(value).__name__}")
    if "timestamp" in value and "fields" in value:
        return [_record(data_id, value)]
    return _by_time(value, data_id)


def _record(data_id: str | None, parts: Mapping[str, Any]) -> DASRecord:
    return DASRecord(
        data_id, parts.get("message_type"), parts["timestamp"], parts["fields"], parts.get("metadata")
    )


def _by_time(columns: Mapping[str, Any], data_id: str | None) -> list[DASRecord]:
    moments: dict[float, dict[str, Any]] = {}
    for field, pairs in columns.items():
        for timestamp, value in pairs:
            moments.setdefault(timestamp, {})[field] = value
    return [DASRecord(data_id, None, timestamp, moments[timestamp]) for timestamp in sorted(moments)]
