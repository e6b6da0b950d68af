"""One cell of CSV."""

import json
import re
from decimal import Decimal
from typing import Any

from django.conf import settings

EXPONENT = re.compile(r"e([+-])0*")
# What a spreadsheet would run. Numbers are left alone: a longitude may well be negative.
FORMULA = re.compile(r"(?![+-]?[0-9.]+(e[+-]?[0-9]+)?$)[=+@\t\r-]", re.IGNORECASE | re.ASCII)


def cell(value: Any) -> str:
    """Text always in quotes, numbers and truth values bare, nothing for None, objects as their JSON."""
    if isinstance(value, str):
        return quoted(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number(value)
    return quoted(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def quoted(text: str) -> str:
    shown = f"'{text}" if settings.CSV_SAFE and FORMULA.match(text) else text
    return '"' + shown.replace('"', '""') + '"'


def number(value: int | float) -> str:
    """As JavaScript writes it: 100 and not 100.0, 0.00001 and not 1e-05."""
    if isinstance(value, int):
        return str(value)
    if value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    if 1e-6 <= abs(value) < 1e-4:
        return f"{Decimal(repr(value)):f}"
    text = repr(value)
    return EXPONENT.sub(r"e\1", text) if "e" in text else text
