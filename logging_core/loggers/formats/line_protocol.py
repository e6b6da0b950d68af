"""Records as lines of InfluxDB, which Grafana reads too."""

from collections.abc import Mapping
from typing import Any

from influxdb_client import Point

from logging_core.loggers.base.component import Record
from logging_core.loggers.parsing.records import DASRecord


def parts_of(record: Record) -> dict[str, Any] | None:
    """A record or mapping with its `fields`, or None for anything else."""
    parts = record.as_dict() if isinstance(record, DASRecord) else record
    return parts if isinstance(parts, dict) and isinstance(parts.get("fields"), dict) else None


def line_of(parts: dict[str, Any], measurement: str, tags: Mapping[str, Any]) -> str | None:
    """One point with its time in nanoseconds, numbers as floats; None without a value."""
    point = Point(measurement)
    for tag, value in tags.items():
        point.tag(tag, value)
    for field, value in parts["fields"].items():
        if isinstance(value, int | float | str | bool):
            point.field(field, float(value) if type(value) is int else value)
    if parts.get("timestamp"):
        point.time(int(parts["timestamp"] * 1_000_000_000))
    return point.to_line_protocol() or None
