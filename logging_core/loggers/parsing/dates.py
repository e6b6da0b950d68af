"""Dates and times in the forms of the pattern language, as Unix seconds; without a zone they are UTC."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

from logging_core.loggers.parsing.timestamps import unix_seconds

MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_LONG_MONTH = r"(?:January|February|March|April|June|July|August|September|October|November|December|" + _MONTH[3:]
_DAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_CLOCK = r"(?:[0-9]{1,2}:[0-9]{1,2}(?::[0-9]{1,2}(?:\.[0-9]+)?)?)"
_HALF = r"(?:\s+[AP]M)"
_ZONE = r"(?:\s+[-+][0-9]{1,2}:?[0-9]{2})"

FORMS = {
    "ti": rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?:(?:\s+|T){_CLOCK})?(?:Z|\s*[-+][0-9]{{2}}:?[0-9]{{2}})?",
    "tg": rf"[0-9]{{1,2}}[-/](?:[0-9]{{1,2}}|{_LONG_MONTH})[-/][0-9]{{4}}(?:\s+{_CLOCK})?{_HALF}?{_ZONE}?",
    "ta": rf"(?:[0-9]{{1,2}}|{_LONG_MONTH})[-/][0-9]{{1,2}}[-/][0-9]{{4}}(?:\s+{_CLOCK})?{_HALF}?{_ZONE}?",
    "te": rf"(?:{_DAY},\s+)?[0-9]{{1,2}}\s+{_MONTH}\s+[0-9]{{4}}\s+{_CLOCK}{_ZONE}",
    "th": rf"[0-9]{{1,2}}[-/]{_MONTH}[-/][0-9]{{4}}:{_CLOCK}{_ZONE}",
    "tc": rf"{_DAY}\s+{_MONTH}\s+[0-9]{{1,2}}\s+{_CLOCK}\s+[0-9]{{4}}",
    "tt": rf"{_CLOCK}?{_HALF}?{_ZONE}?",
    "ts": rf"{_MONTH}\s+[0-9]+\s+(?:[0-9]{{1,2}}:[0-9]{{1,2}}:[0-9]{{1,2}})?",
}
_TIME = re.compile(
    r"(?<![-+0-9])([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2})(\.[0-9]+)?)?(?:\s+([AP]M))?", re.IGNORECASE
)
_OFFSET = re.compile(r"\s([-+])([0-9]{1,2}?):?([0-9]{2})$")
_DATE_WORDS = re.compile(r"[A-Za-z]{3,}|[0-9]+")


def converter(form: str) -> Callable[[str], float]:
    """The function that turns a text of this form into Unix seconds; `tt` gives seconds since midnight.

    It raises ValueError for a date that does not exist.
    """
    if form == "ti":
        return unix_seconds
    if form == "tt":
        return lambda text: _clock(text).total_seconds()
    return lambda text: _moment(form, text).timestamp()


def _moment(form: str, text: str) -> datetime:
    clock = _TIME.search(text)
    date = (text if clock is None else text[: clock.start()] + text[clock.end() :]).strip()
    date = _OFFSET.sub("", " " + date)
    words = [word for word in _DATE_WORDS.findall(date) if word[:3].lower() not in _DAYS]
    year, month, day = _ordered(form, words)
    return datetime(year, month, day, tzinfo=_zone(text)) + _clock(text)


_DAYS = frozenset(["mon", "tue", "wed", "thu", "fri", "sat", "sun"])


def _ordered(form: str, words: list[str]) -> tuple[int, int, int]:
    if form == "ts":
        return datetime.now(UTC).year, _month(words[0]), int(words[1])
    first, second, year = words
    if form in ("ta", "tc"):
        return int(year), _month(first), int(second)
    return int(year), _month(second), int(first)


def _month(word: str) -> int:
    return int(word) if word.isdigit() else MONTHS[word[:3].lower()]


def _clock(text: str) -> timedelta:
    found = _TIME.search(text)
    if found is None:
        return timedelta()
    hour, minute, second, fraction, half = found.groups()
    hours = int(hour) % 12 + (12 if half.upper() == "PM" else 0) if half else int(hour)
    if hours > 23 or int(minute) > 59 or int(second or 0) > 59:
        raise ValueError(f"no such time of day: {text}")
    return timedelta(hours=hours, minutes=int(minute), seconds=int(second or 0), microseconds=_micro(fraction))


def _micro(fraction: str | None) -> int:
    return int((fraction or ".0")[1:7].ljust(6, "0"))


def _zone(text: str) -> timezone:
    found = _OFFSET.search(text)
    if found is None:
        return UTC
    sign, hours, minutes = found.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-offset if sign == "-" else offset)
