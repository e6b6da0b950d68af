"""ModifyValueTransform: calibrates values."""

import math
from dataclasses import dataclass
from typing import Any

from logging_core.loggers.base.component import FieldsTransform, Record
from logging_core.loggers.parsing.metadata import MetadataSender
from logging_core.loggers.parsing.records import DASRecord
from logging_core.loggers.transforms.fields import fields_of, timestamp_of, with_fields


@dataclass(frozen=True)
class Change:
    """value * mult_factor + add_factor, under another name if one is given."""

    mult_factor: float = 1
    add_factor: float = 0
    output_name: str | None = None
    delete_original: bool = False
    metadata: dict | None = None


class ModifyValueTransform(FieldsTransform):
    """`fields` maps names to mult_factor, add_factor, output_name, delete_original, metadata.

    A value that is no number is counted and stays; with `delete_unmatched` only changed values are kept.
    """

    def __init__(
        self,
        fields: dict,
        data_id: str | None = None,
        delete_unmatched: bool = False,
        metadata_interval: float | None = None,
    ) -> None:
        super().__init__()
        self._changes = {str(name): _change(name, how) for name, how in fields.items()}
        self.data_id = data_id
        self.delete_unmatched = delete_unmatched
        told = {change.output_name or name: change.metadata for name, change in self._changes.items()}
        described = {name: metadata for name, metadata in told.items() if metadata}
        self._metadata = MetadataSender(metadata_interval, described) if metadata_interval is not None else None

    def change(self, record: Record) -> Record:
        fields = fields_of(record)
        result = {} if self.delete_unmatched else dict(fields)
        for name, how in self._changes.items():
            value = self._changed(name, fields.get(name), how)
            if value is None:
                continue
            if how.delete_original and how.output_name not in (None, name):
                result.pop(name, None)
            result[how.output_name or name] = value
        return self._described(with_fields(record, result), result) if result else None

    def _changed(self, name: str, value: Any, how: Change) -> float | None:
        if value is None:
            return None
        try:
            new = float(value) * how.mult_factor + how.add_factor
        except (TypeError, ValueError):
            new = math.nan
        if not math.isfinite(new):
            self.tally.add(f"{name} is not a number", value)
            return None
        return new

    def _described(self, record: Record, fields: dict[str, Any]) -> Record:
        if not isinstance(record, DASRecord):
            return record
        record.data_id = self.data_id or record.data_id
        if self._metadata is not None:
            record.metadata = self._metadata.due(fields, timestamp_of(record))
        return record


def _change(name: object, how: Any) -> Change:
    try:
        return Change(**(how or {}))
    except TypeError as problem:
        raise ValueError(f"fields: {name}: {str(problem).partition('__init__() ')[2] or problem}") from None
