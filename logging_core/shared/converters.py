"""Record ids in addresses."""

from django.urls import register_converter

from logging_core.shared import ids


class RecordId:
    """24 hex digits in any case; handed on in lower case."""

    regex = "[0-9a-fA-F]{24}"

    def to_python(self, value: str) -> str:
        return ids.normal(value)

    def to_url(self, value: str) -> str:
        return value


register_converter(RecordId, "record_id")
