"""FromJSONTransform: JSON text to values."""

import json

from logging_core.loggers.base.component import Record, TextTransform
from logging_core.loggers.parsing.json_text import finite
from logging_core.loggers.parsing.records import DASRecord


class FromJSONTransform(TextTransform):
    """A mapping, or a record whose fields are the whole object with `das_record`. Bad JSON is dropped."""

    def __init__(self, das_record: bool = False) -> None:
        super().__init__()
        self.das_record = das_record

    def change(self, record: str) -> Record:
        try:
            value = finite(json.loads(record))
        except (ValueError, RecursionError):
            self.tally.add("not JSON", record)
            return None
        if not self.das_record:
            return value
        if not isinstance(value, dict):
            return self.refuse(record)
        return DASRecord(fields=value)
