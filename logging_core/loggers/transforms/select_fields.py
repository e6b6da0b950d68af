"""SelectFieldsTransform: keeps some fields, or takes some away."""

from logging_core.loggers.base.component import FieldsTransform, Record
from logging_core.loggers.transforms.fields import fields_of, with_fields


class SelectFieldsTransform(FieldsTransform):
    """With both or neither of `keep` and `delete` everything passes; a record without fields is dropped."""

    def __init__(self, keep: list | None = None, delete: list | None = None) -> None:
        super().__init__()
        both = bool(keep) and bool(delete)
        self._keep = None if both or not keep else frozenset(keep)
        self._delete = frozenset() if both else frozenset(delete or ())

    def change(self, record: Record) -> Record:
        fields = {name: value for name, value in fields_of(record).items() if self._passes(name)}
        return with_fields(record, fields) if fields else None

    def _passes(self, name: str) -> bool:
        return name not in self._delete and (self._keep is None or name in self._keep)
