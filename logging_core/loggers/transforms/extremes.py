"""CountTransform and MaxMinTransform: how often, and between which values, each field came."""

from typing import Any

from logging_core.loggers.base.component import FieldsTransform, Record
from logging_core.loggers.parsing.records import DASRecord
from logging_core.loggers.transforms.fields import fields_of, with_fields


class CountTransform(FieldsTransform):
    """`NAME:count` for every field of a record; the data_id gets `_counts`."""

    def __init__(self) -> None:
        super().__init__()
        self._counts: dict[str, int] = {}

    def change(self, record: Record) -> Record:
        counted = {}
        for name in fields_of(record):
            self._counts[name] = counted[f"{name}:count"] = self._counts.get(name, 0) + 1
        return _renamed(with_fields(record, counted), "_counts") if counted else None


class MaxMinTransform(FieldsTransform):
    """`NAME:max` and `NAME:min` for new extremes only; the data_id gets `_limits`."""

    def __init__(self) -> None:
        super().__init__()
        self._limits: dict[str, tuple[float, float]] = {}

    def change(self, record: Record) -> Record:
        found: dict[str, Any] = {}
        for name, value in fields_of(record).items():
            if isinstance(value, int | float) and not isinstance(value, bool) and value == value:
                found |= self._extremes(name, value)
        return _renamed(with_fields(record, found), "_limits") if found else None

    def _extremes(self, name: str, value: float) -> dict[str, float]:
        low, high = self._limits.get(name, (float("inf"), float("-inf")))
        self._limits[name] = (min(low, value), max(high, value))
        highest = {f"{name}:max": value} if value > high else {}
        return highest | ({f"{name}:min": value} if value < low else {})


def _renamed(record: Record, ending: str) -> Record:
    if isinstance(record, DASRecord) and record.data_id:
        record.data_id += ending
    return record
