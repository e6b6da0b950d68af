"""ConvertFieldsTransform: texts of fields become values of a stated type."""

from logging_core.loggers.base.component import FieldsTransform, Record
from logging_core.loggers.parsing.conversion import Conversions
from logging_core.loggers.transforms.fields import fields_of, with_fields


class ConvertFieldsTransform(FieldsTransform):
    """`fields` maps names to a type, or to `{data_type, direction_field}` for nmea_lat and nmea_lon."""

    def __init__(
        self,
        fields: dict | None = None,
        delete_source_fields: bool = False,
        delete_unconverted_fields: bool = False,
    ) -> None:
        super().__init__()
        self._convert = Conversions(fields or {}, delete_source_fields, delete_unconverted_fields, self.tally)

    def change(self, record: Record) -> Record:
        fields = self._convert.apply(fields_of(record))
        return None if fields is None else with_fields(record, fields)
