"""Conditions and operations of a value, in the terms of the existing configuration files.

A condition is true, false or unknown: unknown when its field has no value, or none that can be compared.
"""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from logging_core.automation.aux_rules.conversions import converted

Value = float | int | str | bool
Found = Mapping[str, Value]
ORDERS: dict[str, Callable[[float, float], bool]] = {
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
}
COMPARISONS = ("eq", "ne", *ORDERS)
OPERATIONS = ("add", "subtract", "multiply", "divide", "convert", "abs", "min", "max", "static")
TRUE_WORDS = ("true", "yes", "on", "1")


class LeftOut(Exception):
    """A value that cannot be told; its text is the cause."""


@dataclass(frozen=True)
class Condition:
    """`field` compared with a number or text by one of COMPARISONS."""

    field: str
    comparison: str
    operand: float | int | str

    def holds(self, found: Found) -> bool | None:
        """None: nobody knows."""
        value = found.get(self.field)
        if value is None:
            return None
        if self.comparison in ORDERS:
            left, right = number_of(value), number_of(self.operand)
            return None if left is None or right is None else ORDERS[self.comparison](left, right)
        return self._equal(value) == (self.comparison == "eq")

    def _equal(self, value: Value) -> bool:
        if isinstance(value, bool):
            return value == (str(self.operand).lower() in TRUE_WORDS)
        if isinstance(self.operand, str):
            return str(value) == self.operand
        return number_of(value) == self.operand


@dataclass(frozen=True)
class Operation:
    """One of OPERATIONS. `operand` is a number, the two units of `convert`, or the text of `static`."""

    name: str
    operand: float | int | str | tuple[str, str]

    def on(self, value: float | int) -> Value:
        """Raises LeftOut."""
        if isinstance(self.operand, tuple):
            return converted(value, *self.operand)
        if self.name == "static" or isinstance(self.operand, str):
            return self.operand
        return ARITHMETIC[self.name](value, self.operand)


def _divided(value: float, by: float) -> float:
    if by == 0:
        raise LeftOut("division by zero")
    return value / by


ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "divide": _divided,
    "abs": lambda value, _: abs(value),
    "min": max,  # not below
    "max": min,  # not above
}


@dataclass(frozen=True)
class Step:
    """Operations that are done when any of the tests holds; without tests always."""

    operations: tuple[Operation, ...]
    tests: tuple[Condition, ...] = field(default=())

    def applies(self, found: Found) -> bool:
        """The first test that holds decides. Raises LeftOut when none does and one could not be made."""
        answers = []
        for test in self.tests:
            answers.append(test.holds(found))
            if answers[-1]:
                return True
        if None in answers:
            unknown = self.tests[answers.index(None)].field
            raise LeftOut(f"its test needs {unknown}, which has no value that can be compared")
        return not self.tests


def number_of(value: object) -> float | int | None:
    """A finite number, also one written as text, or None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return None
    return number if number - number == 0.0 else None
