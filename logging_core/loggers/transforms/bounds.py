"""QCFilterTransform and ValueFilterTransform: values within their bounds."""

import math
from typing import Any

from logging_core.loggers.base.component import FieldsTransform, Record
from logging_core.loggers.transforms.fields import fields_of, with_fields

Bounds = dict[str, tuple[float | None, float | None]]


def bounds_of(text: str) -> Bounds:
    """`name:low:high,name::high`. Raises ValueError."""
    bounds: Bounds = {}
    for part in text.split(","):
        name, *limits = part.strip().rsplit(":", 2)
        if len(limits) != 2 or not name:
            raise ValueError(f'bounds: expected name:low:high, found "{part}"')
        try:
            low, high = (float(limit) if limit.strip() else None for limit in limits)
        except ValueError:
            raise ValueError(f'bounds: the limits of "{part}" are not numbers') from None
        bounds[name] = (low, high)
    return bounds


def violation(name: str, value: Any, bounds: Bounds) -> str | None:
    """What is wrong with a value, or None."""
    low, high = bounds[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value):
        return f"{name}: non-numeric value: {value!r}"
    if low is not None and value < low:
        return f"{name}: {value} < lower bound {low}"
    if high is not None and value > high:
        return f"{name}: {value} > upper bound {high}"
    return None


def violations(fields: dict[str, Any], bounds: Bounds) -> dict[str, str]:
    found = {name: violation(name, fields[name], bounds) for name in bounds if name in fields}
    return {name: cause for name, cause in found.items() if cause is not None}


class QCFilterTransform(FieldsTransform):
    """Nothing while all is well, else what is wrong with each value, or `message`."""

    def __init__(self, bounds: str, message: str | None = None) -> None:
        super().__init__()
        self.bounds = bounds_of(bounds)
        self.message = message

    def change(self, record: Record) -> str | None:
        found = violations(fields_of(record), self.bounds)
        for name, cause in found.items():
            self.tally.add(f"{name} out of bounds", cause)
        return (self.message or "; ".join(found.values())) if found else None


class ValueFilterTransform(FieldsTransform):
    """Takes fields out of the record whose values are out of bounds. `log_level` is accepted."""

    def __init__(self, bounds: str, log_level: int = 20) -> None:
        super().__init__()
        self.bounds = bounds_of(bounds)

    def change(self, record: Record) -> Record:
        fields = fields_of(record)
        found = violations(fields, self.bounds)
        for name, cause in found.items():
            self.tally.add(f"{name} out of bounds", cause)
        return with_fields(record, {name: value for name, value in fields.items() if name not in found})
