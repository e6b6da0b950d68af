"""The types a field of a pattern may have: a regular expression without groups, and what makes the value.

A converter gives None for an empty text and for a number that is not finite; it never raises on a text that its
expression matches, except ValueError for a date that does not exist.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from logging_core.loggers.parsing import angles, dates

Converter = Callable[[str], Any]

_NUMBER = r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_EXPONENT = r"(?:[eE][-+]?[0-9]+)?"
_NO_NUMBER = "nan|[-+]?inf"
_SIGN = "[ ]?[-+]?"


@dataclass(frozen=True, slots=True)
class FieldType:
    regex: str
    convert: Converter | None  # None: the text itself
    numeric: bool = False  # an alignment fills it with zeros


def number(text: str) -> float | None:
    """A finite float; 1e400, nan and inf are no values."""
    value = float(text)
    return value if math.isfinite(value) else None


def number_or_nothing(text: str) -> float | None:
    return number(text) if text and text[-1] != "!" and not text.isspace() else None


def whole_number(text: str) -> int:
    """Decimal, or by its prefix 0x, 0o, 0b."""
    digits = text.strip().replace(",", "").replace("_", "")
    base = {"x": 16, "o": 8, "b": 2}.get(digits.lstrip("+-")[1:2].lower(), 10)
    return int(digits, base)


def whole_number_or_nothing(text: str) -> int | None:
    digits = text.strip()
    return int(digits) if digits not in ("", "-", "+") else None


def thousands(text: str) -> int:
    return int(text.replace(",", "").replace(".", ""))


def percentage(text: str) -> float:
    return float(text[:-1]) / 100.0


def text_or_nothing(text: str) -> str | None:
    return text or None


def in_base(base: int) -> Converter:
    return lambda text: int(text, base)


TYPES: dict[str, FieldType] = {
    "d": FieldType(
        f"{_SIGN}0[xX][0-9a-fA-F]+|{_SIGN}0[bB][01]+|{_SIGN}0[oO][0-7]+|{_SIGN}[0-9]+", whole_number, True
    ),
    "n": FieldType(f"{_SIGN}[0-9]{{1,3}}(?:[,.][0-9]{{3}})*", thousands, True),
    "b": FieldType(f"{_SIGN}(?:0[bB])?[01]+", in_base(2), True),
    "o": FieldType(f"{_SIGN}(?:0[oO])?[0-7]+", in_base(8), True),
    "x": FieldType(f"{_SIGN}(?:0[xX])?[0-9a-fA-F]+", in_base(16), True),
    "%": FieldType(rf"{_SIGN}[0-9]+(?:\.[0-9]+)?%", percentage, True),
    "f": FieldType(rf"{_SIGN}(?:[0-9]*\.[0-9]+|nan|inf)", number, True),
    "e": FieldType(rf"{_SIGN}[0-9]*\.[0-9]+[eE][-+]?[0-9]+|{_NO_NUMBER}", number, True),
    "g": FieldType(rf"{_SIGN}[0-9]+(?:\.[0-9]+)?{_EXPONENT}|{_NO_NUMBER}", number, True),
    "w": FieldType(r"\w+", None),
    "W": FieldType(r"\W+", None),
    "D": FieldType(r"\D+", None),
    "S": FieldType(r"\S+", None),
    "s": FieldType(r"\s+", None),
    "l": FieldType("[A-Za-z]+", None),
    "od": FieldType(r"\s*[-+]?[0-9]*", whole_number_or_nothing),
    "of": FieldType(rf"(?:\s*[-+]?{_NUMBER}{_EXPONENT}|)", number_or_nothing),
    "og": FieldType(rf"(?:#VALUE!|\s*[-+]?{_NUMBER}{_EXPONENT}|)", number_or_nothing),
    "ow": FieldType(r"\w*", text_or_nothing),
    "os": FieldType(".*", None),
    "nc": FieldType("[^,]*", text_or_nothing),
    "ns": FieldType(r"[^\*]*", text_or_nothing),
    "nlat": FieldType(rf"(?:\s*-?{_NUMBER}|)", angles.degrees),
    "nlat_dir": FieldType(rf"(?:\s*{_NUMBER},[NEWS]?|)", angles.degrees_with_letter),
    **{form: FieldType(regex, dates.converter(form)) for form, regex in dates.FORMS.items()},
}
TYPES |= {letter.upper(): TYPES[letter] for letter in "xfeg"}
LATITUDE = FieldType(TYPES["nlat"].regex, angles.latitude)


def named(name: str, kind: str) -> FieldType:
    """The type of a field; an unsigned latitude is known by its field's name. Raises ValueError."""
    if kind not in TYPES:
        raise ValueError(f'unknown field type "{kind}"; known are {", ".join(sorted(TYPES))}')
    return LATITUDE if kind == "nlat" and name.lower().startswith("lat") else TYPES[kind]
