"""From the values found at a moment to the elements of an aux data record."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from logging_core.automation.aux_rules.steps import Found, LeftOut, Step, Value, number_of

Elements = list[dict[str, Any]]


@dataclass(frozen=True)
class Wanted:
    """One value of a record. `field` is the stream or database field; `round` is decimals.

    With `no_output` the field is fetched for the tests of others only; with `static` nothing is fetched and the
    value is always this text.
    """

    field: str
    name: str = ""
    uom: str = ""
    round: int | None = None
    no_output: bool = False
    static: str | None = None
    modify: tuple[Step, ...] = ()

    @property
    def is_fetched(self) -> bool:
        return self.static is None

    @property
    def fields(self) -> set[str]:
        """Those it needs: its own, and those its tests look at."""
        own = {self.field} if self.is_fetched else set()
        return own | {test.field for step in self.modify for test in step.tests}

    def in_unit(self, unit: str) -> "Wanted":
        """With the unit its source knows, unless it has one of its own or its value is modified."""
        return self if self.uom or self.modify or not self.is_fetched else replace(self, uom=unit)


@dataclass
class Built:
    """The elements in their order, and in words what was left out and why."""

    elements: Elements = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def built(values: Iterable[Wanted], found: Found) -> Built:
    """A record of what was found; nothing at all when no field had a value (fixed texts alone are no record)."""
    record, measured = Built(), False
    for wanted in values:
        if wanted.no_output or (wanted.is_fetched and wanted.field not in found):
            continue
        try:
            value = wanted.static if wanted.static is not None else _value(wanted, found, record.notes)
        except LeftOut as cause:
            record.notes.append(f"{wanted.name or wanted.field} was left out: {cause}")
            continue
        measured = measured or wanted.is_fetched
        record.elements.append({"data_name": wanted.name, "data_value": as_text(value), "data_uom": wanted.uom})
    return record if measured else Built(notes=record.notes)


def _value(wanted: Wanted, found: Found, notes: list[str]) -> Value:
    value = found[wanted.field]
    if isinstance(value, float) and number_of(value) is None:
        raise LeftOut("it is not a finite number")
    for step in wanted.modify:
        if step.applies(found):
            value = _modified(value, step)
    return value if wanted.round is None else _rounded(value, wanted, notes)


def _modified(value: Value, step: Step) -> Value:
    for operation in step.operations:
        number = number_of(value)
        if operation.name == "static":
            value = operation.on(0)
        elif number is None:
            raise LeftOut(f'"{operation.name}" needs a number, and it is "{value}"')
        else:
            value = operation.on(number)
    return value


def _rounded(value: Value, wanted: Wanted, notes: list[str]) -> Value:
    """A text stays as it is: some fields say `NaN` or `---` now and then."""
    number = number_of(value)
    if number is None:
        notes.append(f'{wanted.name} is not rounded: it is "{value}"')
        return value
    return round(number, wanted.round)


def as_text(value: Any) -> str:
    """Numbers without exponent, and never a negative nothing."""
    if isinstance(value, float):
        text = repr(value + 0.0 if value else 0.0)
        return format(Decimal(text), "f") if "e" in text else text
    return str(value)
