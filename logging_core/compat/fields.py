"""What may be sent, field by field, and the words in which the first wrong one is refused.

The words are those of existing servers: clients show them to people.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from logging_core.shared import clock, ids
from logging_core.shared.text import checked_text

NOT_HEX = "id must be a single String of 12 bytes or a string of 24 hex characters"
LARGEST_SAFE = 2**53 - 1


class Wrong(Exception):
    """The first thing that is wrong, in a whole sentence."""


def _wrong(where: str, problem: str) -> Wrong:
    return Wrong(f'"{where}" {problem}')


@dataclass(frozen=True)
class Field:
    """Anything; the base of the others."""

    required: bool = False

    def check(self, value: Any, where: str) -> Any:
        return value


@dataclass(frozen=True)
class Text(Field):
    least: int = 1
    most: int | None = None

    def check(self, value: Any, where: str) -> str:
        if not isinstance(value, str):
            raise _wrong(where, "must be a string")
        if value == "" and self.least:
            raise _wrong(where, "is not allowed to be empty")
        if self.least == self.most != len(value):
            raise _wrong(where, f"length must be {self.most} characters long")
        if self.most is not None and len(value) > self.most:
            raise _wrong(where, f"length must be less than or equal to {self.most} characters long")
        return checked_text(value, where, longest=len(value))


@dataclass(frozen=True)
class Id(Field):
    """A record id in any case, handed on in lower case."""

    def check(self, value: Any, where: str) -> str:
        text = Text(least=24, most=24).check(value, where)
        try:
            return ids.normal(text)
        except ValueError:
            raise Wrong(NOT_HEX) from None


@dataclass(frozen=True)
class Flag(Field):
    def check(self, value: Any, where: str) -> bool:
        if isinstance(value, str):
            value = {"true": True, "false": False}.get(value.lower(), value)
        if not isinstance(value, bool):
            raise _wrong(where, "must be a boolean")
        return value


@dataclass(frozen=True)
class Whole(Field):
    """A whole number, written as digits."""

    least: int = 0

    def check(self, value: Any, where: str) -> int:
        if not isinstance(value, str) or not value.isascii() or not value.isdigit():
            raise _wrong(where, "must be a number")
        number = int(value) if len(value) < 17 else LARGEST_SAFE + 1
        if number > LARGEST_SAFE:
            raise _wrong(where, "must be a safe number")
        if number < self.least:
            raise _wrong(where, f"must be greater than or equal to {self.least}")
        return number


@dataclass(frozen=True)
class Time(Field):
    """An ISO 8601 time; without an offset it is UTC, finer than a millisecond it is cut."""

    def check(self, value: Any, where: str) -> datetime:
        if not isinstance(value, str):
            raise _wrong(where, "must be a valid date")
        try:
            return clock.parse(value)
        except ValueError as problem:
            raise _wrong(where, str(problem)) from None


@dataclass(frozen=True)
class LaxTime(Time):
    """Also milliseconds since 1970."""

    def check(self, value: Any, where: str) -> datetime:
        if isinstance(value, str) and value.isascii() and value.isdigit() and 4 < len(value) < 16:
            return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=int(value))
        return super().check(value, where)


@dataclass(frozen=True)
class Choice(Field):
    of: tuple[str, ...] = ()

    def check(self, value: Any, where: str) -> str:
        if value not in self.of:
            raise _wrong(where, f"must be one of [{', '.join(self.of)}]")
        return value


@dataclass(frozen=True)
class Mail(Field):
    def check(self, value: Any, where: str) -> str:
        text = Text(most=100).check(value, where)
        try:
            EmailValidator(allowlist=[])(text)
        except ValidationError:
            raise _wrong(where, "must be a valid email") from None
        return text


@dataclass(frozen=True)
class Address(Field):
    """A URI with its scheme."""

    def check(self, value: Any, where: str) -> str:
        text = Text(most=2000).check(value, where)
        try:
            parts = urlsplit(text)
        except ValueError:
            parts = urlsplit("")
        if not parts.scheme or not (parts.netloc or parts.path) or " " in text:
            raise _wrong(where, "must be a valid uri")
        return text


@dataclass(frozen=True)
class Answer(Field):
    """The answer to a question of a template: text; numbers and truth values are made text by the action."""

    def check(self, value: Any, where: str) -> Any:
        if not isinstance(value, str | int | float):
            raise _wrong(where, "must be a string")
        return value


@dataclass(frozen=True)
class Measured(Field):
    """A measured value: text stays text, a number stays a number."""

    def check(self, value: Any, where: str) -> str | int | float:
        if isinstance(value, str):
            return Text(least=0).check(value, where)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise _wrong(where, "must be a number")
        if not abs(value) <= LARGEST_SAFE:
            raise _wrong(where, "must be a safe number")
        return value


@dataclass(frozen=True)
class Several(Field):
    """A list. `one_is_fine`: a single value stands for a list of one, as in query strings.

    `each`: what a wrong member is called; its place in the list when there is no such name.
    """

    of: Field = field(default_factory=Field)
    least: int = 0
    one_is_fine: bool = False
    each: str = ""

    def check(self, value: Any, where: str) -> list[Any]:
        if self.one_is_fine and not isinstance(value, list):
            value = [value]
        if not isinstance(value, list):
            raise _wrong(where, "must be an array")
        if len(value) < self.least:
            raise _wrong(where, f"must contain at least {self.least} items")
        return [self.of.check(part, self.each or f"{where}[{index}]") for index, part in enumerate(value)]


@dataclass(frozen=True)
class Open(Field):
    """An object that may hold anything; what is known of it is checked."""

    known: Mapping[str, Field] = field(default_factory=dict)

    def check(self, value: Any, where: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise _wrong(where, "must be of type object")
        for name, kind in self.known.items():
            if name in value:
                kind.check(value[name], f"{where}.{name}")
        return value


@dataclass(frozen=True)
class Shape(Field):
    """An object of known fields. `label` names it while it is the whole body.

    `patch`: every field may be left out, but not all of them, and unknown ones are ignored, because clients send
    back what they have read.
    """

    fields: Mapping[str, Field] = field(default_factory=dict)
    label: str = "value"
    patch: bool = False

    def check(self, value: Any, where: str = "") -> dict[str, Any]:
        if not isinstance(value, dict):
            raise _wrong(where or self.label, "must be of type object")
        checked = {}
        for name, kind in self.fields.items():
            place = f"{where}.{name}" if where else name
            if name in value:
                checked[name] = kind.check(value[name], place)
            elif kind.required and not self.patch:
                raise _wrong(place, "is required")
        if not self.patch:
            self._refuse_unknown(value, where)
        elif not checked:
            raise _wrong(where or self.label, "must have at least 1 key")
        return checked

    def _refuse_unknown(self, value: dict[str, Any], where: str) -> None:
        for name in value:
            if name not in self.fields:
                raise _wrong(f"{where}.{name}" if where else name, "is not allowed")
