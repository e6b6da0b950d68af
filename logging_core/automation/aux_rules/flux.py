"""The Flux text that asks InfluxDB 2 for the newest values before a moment.

Names come from configuration and may hold anything: they become string literals in which nothing is special.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from logging_core.shared import clock

LOOK_BACK = timedelta(minutes=1)
ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def query(bucket: str, measurements: Iterable[str], fields: Iterable[str], moment: datetime) -> str:
    """One row a series: the newest within the minute before `moment`, which is excluded itself."""
    return " ".join(
        (
            f"from(bucket: {literal(bucket)})",
            f"|> range(start: {clock.iso(moment - LOOK_BACK)}, stop: {clock.iso(moment)})",
            f"|> filter(fn: (r) => {_any('_measurement', measurements)})",
            f"|> filter(fn: (r) => {_any('_field', fields)})",
            '|> sort(columns: ["_time"], desc: true)',
            "|> limit(n: 1)",
        )
    )


def literal(text: str) -> str:
    """A string literal of Flux, in which `${...}` would be computed. Raises ValueError."""
    if any(ord(sign) < 32 and sign not in ESCAPES for sign in text) or "\x7f" in text:
        raise ValueError("holds signs that a query cannot hold")
    escaped = "".join(ESCAPES.get(sign, sign) for sign in text)
    return '"' + escaped.replace("${", "\\${") + '"'


def _any(column: str, names: Iterable[str]) -> str:
    return " or ".join(f'r["{column}"] == {literal(name)}' for name in names)
