"""Texts of fields to values of a stated type."""

import math
from collections.abc import Callable
from typing import Any

from logging_core.loggers.base.counting import Tally
from logging_core.loggers.parsing import angles

TRUE, FALSE = ("true", "yes", "on", "1"), ("false", "no", "off", "0")


def number(text: Any) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError("not a finite number")
    return value


def whole(text: Any) -> int:
    return int(text) if not isinstance(text, str) or text.strip().lstrip("+-").isdigit() else int(number(text))


def boolean(text: Any) -> bool:
    word = str(text).strip().lower()
    if word not in TRUE + FALSE:
        raise ValueError("not a boolean")
    return word in TRUE


def hexadecimal(text: Any) -> int:
    return int(str(text), 16)


TYPES: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("float", "double"), number),
    **dict.fromkeys(("int", "short", "ushort", "uint", "long", "ubyte", "byte"), whole),
    **dict.fromkeys(("str", "char", "string", "text"), str),
    **dict.fromkeys(("bool", "boolean"), boolean),
    "hex_int": hexadecimal,
}
ANGLES = ("nmea_lat", "nmea_lon")


class Conversions:
    """`fields` maps names to a type, or to `{data_type, direction_field}`. Raises ValueError for unknown types.

    A value that cannot be converted stays as it is and is counted. With `delete_source_fields` the fields of a
    direction go, with `delete_unconverted_fields` all that were not converted.
    """

    def __init__(
        self, fields: dict[str, Any], delete_source: bool, delete_unconverted: bool, tally: Tally
    ) -> None:
        self._kinds: dict[str, tuple[str, str | None]] = {}
        for name, how in fields.items():
            kind = how.get("data_type") if isinstance(how, dict) else how
            if kind not in TYPES and kind not in ANGLES:
                raise ValueError(f'fields: "{kind}" of {name} is not one of {", ".join([*TYPES, *ANGLES])}')
            self._kinds[str(name)] = (kind, how.get("direction_field") if isinstance(how, dict) else None)
        self._delete_source = delete_source
        self._delete_unconverted = delete_unconverted
        self._tally = tally

    def apply(self, fields: dict[str, Any]) -> dict[str, Any] | None:
        """New fields, or None when nothing is left."""
        result = dict(fields)
        done = set()
        for name, (kind, direction) in self._kinds.items():
            if name not in fields:
                continue
            try:
                result[name] = _converted(kind, fields[name], fields.get(direction) if direction else None)
                done.add(name)
            except (ValueError, TypeError, OverflowError):
                self._tally.add(f"{name} cannot be converted to {kind}", fields[name])
            if direction and self._delete_source:
                result.pop(direction, None)
        if self._delete_unconverted:
            result = {name: value for name, value in result.items() if name in done}
        return result or None


def _converted(kind: str, value: Any, letter: Any) -> Any:
    if kind not in ANGLES:
        return TYPES[kind](value)
    degrees = angles.degrees_with_letter(f"{value},{letter or ''}")
    if degrees is None or abs(degrees) > (90 if kind == "nmea_lat" else 180):
        raise ValueError("not an angle")
    return round(degrees, 5)
