"""The fields of a record in any of its forms: a DASRecord, a mapping with `fields`, or the fields themselves."""

import time
from typing import Any

from logging_core.loggers.base.component import Record
from logging_core.loggers.parsing.records import DASRecord


def fields_of(record: Record) -> dict[str, Any]:
    if isinstance(record, DASRecord):
        return record.fields
    return record["fields"] if isinstance(record.get("fields"), dict) else record


def with_fields(record: Record, fields: dict[str, Any]) -> Record:
    """The same record with other fields, in the same form."""
    if isinstance(record, DASRecord):
        copy = record.copy()
        copy.fields = fields
        return copy
    return {**record, "fields": fields} if isinstance(record.get("fields"), dict) else fields


def timestamp_of(record: Record) -> float:
    """Unix seconds; now for a record without a time."""
    moment = record.timestamp if isinstance(record, DASRecord) else record.get("timestamp")
    return moment if isinstance(moment, int | float) and not isinstance(moment, bool) else time.time()
