"""What the pages send, as actions take it; a refusal names the field."""

from datetime import date
from typing import Any

from logging_core.shared.errors import wrong
from monitoring import inputs
from monitoring.completion.sources.models import Source
from monitoring.completion.window import DAILY, HOURLY
from qualitycontrol.archive import instants
from qualitycontrol.archive.spans import Span

LONGEST_LIST = 5000
SHAPE = ("f_analysis", "w_analysis", "l_analysis", "crontime")
MOST_UNITS = 10_000


def patterns(value: Any, field: str = "nslc_list") -> list[str]:
    """Patterns `PF.*..HH?`, a list or one text parted by blanks, commas or lines."""
    words = value.replace(",", " ").split() if isinstance(value, str) else value
    if not isinstance(words, list) or not words or not all(isinstance(word, str) for word in words):
        raise wrong(field, "must name streams as NET.STA.LOC.CHA")
    if len(words) > LONGEST_LIST:
        raise wrong(field, f"names more than {LONGEST_LIST} streams")
    return words


def span(told: Any, names: tuple[str, str] = ("start", "end")) -> Span:
    start, end = (inputs.instant(told.get(name), name) for name in names)
    if end <= start:
        raise wrong(names[1], "must be later than the start")
    return start, end


def day(told: Any, name: str, default: date) -> date:
    text = told.get(name)
    if not text:
        return default
    try:
        return instants.day_of(instants.parse(text))
    except (ValueError, OverflowError):
        raise wrong(name, "must be a day as YYYY-MM-DD") from None


def numbers(value: Any, field: str = "ids") -> list[int]:
    whole = isinstance(value, list) and all(isinstance(one, int) and not isinstance(one, bool) for one in value)
    if not whole or len(value) > LONGEST_LIST or not all(0 < one < 2**62 for one in value):
        raise wrong(field, "must be a list of numbers")
    return value


def sources(value: Any) -> list[Source] | None:
    """By their names; None or an empty list: those that are configured."""
    if not value:
        return None
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise wrong("sources", "must be a list of names")
    found = list(Source.objects.filter(name__in=value))
    if missing := set(value) - {source.name for source in found}:
        raise wrong("sources", f"there is no source {', '.join(sorted(missing))}")
    return found


def shape(told: Any) -> dict[str, Any]:
    """Granularity, frequency, length, latency, hour of the window of analysis; those that were sent."""
    found: dict[str, Any] = {name: _units(told[name], name) for name in SHAPE if told.get(name) is not None}
    if (granularity := told.get("granularity_type")) is not None:
        if granularity not in (HOURLY, DAILY):
            raise wrong("granularity_type", f"must be {HOURLY} or {DAILY}")
        found["granularity_type"] = granularity
    return found


def _units(value: Any, field: str) -> int:
    text = str(value)
    if isinstance(value, bool) or not (text.isascii() and text.isdigit() and int(text[:9]) <= MOST_UNITS):
        raise wrong(field, f"must be a whole number from 0 to {MOST_UNITS}")
    return int(text[:9])


def flag(told: dict[str, Any], name: str, default: bool = False) -> bool:
    value = told.get(name, default)
    if not isinstance(value, bool):
        raise wrong(name, "must be true or false")
    return value
