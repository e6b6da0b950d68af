"""FormatTransform: values written into a text."""

from string import Formatter
from typing import Any

from logging_core.loggers.base.component import FieldsTransform, Record
from logging_core.loggers.parsing.timestamps import stamp
from logging_core.loggers.transforms.fields import fields_of, timestamp_of


class FormatTransform(FieldsTransform):
    """`format_str` as in Python, with fields by name and `{timestamp}`; without a value for each name, nothing.

    Attributes and items of values cannot be reached: a definition must not look into the program.
    """

    def __init__(self, format_str: str, defaults: dict | None = None, use_iso_timestamp: bool = False) -> None:
        super().__init__()
        self.format_str = format_str
        self.defaults = defaults or {}
        self.use_iso_timestamp = use_iso_timestamp
        for _, name, _, _ in Formatter().parse(format_str):
            if name is not None and ("." in name or "[" in name or not name):
                raise ValueError(f'format_str: "{{{name}}}" is not the name of a field')

    def change(self, record: Record) -> str | None:
        moment = timestamp_of(record)
        values: dict[str, Any] = {"timestamp": stamp(moment) if self.use_iso_timestamp else moment}
        try:
            return self.format_str.format(**{**values, **self.defaults, **fields_of(record)})
        except (KeyError, ValueError, TypeError) as missing:
            self.tally.add(f"cannot be formatted: {missing}", record)
            return None
