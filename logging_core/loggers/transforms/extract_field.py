"""ExtractFieldTransform: the value of one field."""

from logging_core.loggers.base.component import FieldsTransform, Record
from logging_core.loggers.transforms.fields import fields_of


class ExtractFieldTransform(FieldsTransform):
    def __init__(self, field_name: str) -> None:
        super().__init__()
        self.field_name = field_name

    def change(self, record: Record) -> Record:
        return fields_of(record).get(self.field_name)
