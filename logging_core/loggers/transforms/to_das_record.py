"""ToDASRecordTransform: text or values become a record."""

import time
from typing import Any

from logging_core.loggers.base.component import Record, Transform
from logging_core.loggers.parsing.records import DASRecord


class ToDASRecordTransform(Transform):
    """A text becomes the value of `field_name`; without that it is read as the JSON of a record.

    A mapping with `fields` keeps its time; another one becomes the fields of a record of now.
    """

    def __init__(self, data_id: str | None = None, field_name: str | None = None) -> None:
        super().__init__()
        self.data_id = data_id
        self.field_name = field_name

    def change(self, record: Record) -> Record:
        if isinstance(record, DASRecord):
            return record
        if isinstance(record, dict):
            return self._from_mapping(record)
        if isinstance(record, str | int | float):
            return self._from_text(str(record))
        return self.refuse(record)

    def _from_text(self, text: str) -> DASRecord | None:
        if self.field_name is not None:
            return DASRecord(self.data_id, fields={self.field_name: text})
        try:
            record = DASRecord.from_json(text)
        except ValueError:
            self.tally.add("not the JSON of a record", text)
            return None
        record.data_id = self.data_id or record.data_id
        return record

    def _from_mapping(self, parts: dict[str, Any]) -> DASRecord:
        if not isinstance(parts.get("fields"), dict):
            return DASRecord(self.data_id, fields=dict(parts))
        data_id = self.data_id or parts.get("data_id")
        moment = parts.get("timestamp") or time.time()
        return DASRecord(data_id, parts.get("message_type"), moment, parts["fields"], parts.get("metadata"))
