"""ToJSONTransform: records and values as JSON text."""

from logging_core.loggers.base.component import Record, Transform
from logging_core.loggers.parsing.json_text import dumps
from logging_core.loggers.parsing.records import DASRecord


class ToJSONTransform(Transform):
    """`pretty` sorts keys and indents by four. NaN becomes null."""

    def __init__(self, pretty: bool = False) -> None:
        super().__init__()
        self.pretty = pretty

    def transform(self, record: Record) -> Record:
        if isinstance(record, list):
            return dumps([part.as_dict() if isinstance(part, DASRecord) else part for part in record], self.pretty)
        return super().transform(record)

    def change(self, record: Record) -> str:
        return record.as_json(self.pretty) if isinstance(record, DASRecord) else dumps(record, self.pretty)
