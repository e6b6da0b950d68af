"""DeltaTransform: how much values changed."""

from typing import Any

from logging_core.loggers.base.component import FieldsTransform, Record
from logging_core.loggers.transforms.fields import fields_of, timestamp_of, with_fields


class DeltaTransform(FieldsTransform):
    """Differences to the values before; what is seen for the first time, and what is no number, is left out.

    `rate` (true, or a list of names) gives them per second. `field_type` may call a field `polar`: its difference
    is the short way round the circle, in degrees.
    """

    def __init__(self, rate: bool | list = False, field_type: dict | None = None) -> None:
        super().__init__()
        self.rate = rate
        self.field_type = field_type or {}
        self._last: dict[str, tuple[float, float]] = {}

    def change(self, record: Record) -> Record:
        now = timestamp_of(record)
        differences = {name: self._difference(name, value, now) for name, value in fields_of(record).items()}
        known = {name: value for name, value in differences.items() if value is not None}
        return with_fields(record, known) if known else None

    def _difference(self, name: str, value: Any, now: float) -> float | None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.tally.add(f"{name} is not a number", value)
            return None
        before = self._last.get(name)
        self._last[name] = (value, now)
        if before is None:
            return None
        difference = value - before[0]
        if self.field_type.get(name) == "polar":
            difference = (difference + 180) % 360 - 180
        if not (self.rate is True or (isinstance(self.rate, list) and name in self.rate)):
            return difference
        return difference / (now - before[1]) if now > before[1] else None
