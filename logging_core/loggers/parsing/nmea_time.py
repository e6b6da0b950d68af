"""The time that a sentence carries itself."""

import re
from datetime import UTC, date, datetime, timedelta

# Where the time (HHMMSS.ss) stands in a sentence, counted in commas, and where the date (DDMMYY) when it has one.
TIME_FIELD = {
    "GGA": 1,
    "RMC": 1,
    "ZDA": 1,
    "GBS": 1,
    "GST": 1,
    "GNS": 1,
    "BWC": 1,
    "GLL": 5,
    "TLL": 7,
    "TTM": 14,
    "PASHR": 1,
    "PGRMF": 4,
    "PUBX00": 2,
    "PUBX04": 2,
    "PSIMSNS": 1,
    "PSIMSSB": 1,
    "PTNLGGK": 2,
    "PTNLPJK": 2,
}
DATE_FIELD = {"RMC": 9, "PGRMF": 3, "PUBX04": 3}
_TIME = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})(?:\.([0-9]{1,6}))?")
_MESSAGES = ("PTNL", "PUBX", "PSXN")
_PROPRIETARY = ("PASHR", "PGRMF", "PSIMSNS", "PSIMSSB")


class NmeaClock:
    """Takes the time from sentences, and keeps the last one `timeout` seconds for those without."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timedelta(seconds=timeout)
        self._last: datetime | None = None
        self._seen = datetime.min.replace(tzinfo=UTC)

    def time_of(self, sentence: str, now: datetime) -> datetime | None:
        """UTC; the date is that of the sentence, else the one that brings the time nearest to `now`."""
        parts = sentence.strip().partition("*")[0].split(",")
        kind = _kind(parts)
        moment = self._moment(kind, parts, now)
        if moment is not None:
            self._last, self._seen = moment, now
            return moment
        return self._last if self._last is not None and now - self._seen <= self._timeout else None

    def _moment(self, kind: str, parts: list[str], now: datetime) -> datetime | None:
        if kind == "PSXN26":
            return _in_six_fields(parts[2:8])
        found = _TIME.fullmatch(_part(parts, TIME_FIELD.get(kind, -1)))
        if found is None:
            return None
        given = _date(kind, parts)
        hour, minute, second = (int(found[n]) for n in (1, 2, 3))
        micro = int((found[4] or "0").ljust(6, "0"))
        try:
            day = given or now.date()
            moment = datetime(day.year, day.month, day.day, hour, minute, second, micro, tzinfo=UTC)
        except ValueError:
            return None
        return moment if given else _nearest(moment, now)


def _in_six_fields(parts: list[str]) -> datetime | None:
    """Year, month, day, hour, minute and second, each in a field of its own."""
    try:
        year, month, day, hour, minute = map(int, parts[:5])
        return datetime(year, month, day, hour, minute, tzinfo=UTC) + _seconds(parts[5])
    except (ValueError, IndexError, OverflowError):
        return None


def _seconds(text: str) -> timedelta:
    """Raises ValueError."""
    seconds = float(text)
    if not 0 <= seconds < 61:
        raise ValueError(text)
    return timedelta(seconds=seconds)


def _nearest(moment: datetime, now: datetime) -> datetime:
    """The same time of day yesterday, today or tomorrow: midnight passes between instrument and host."""
    return min((moment + timedelta(days=n) for n in (-1, 0, 1)), key=lambda m: abs(m - now))


def _kind(parts: list[str]) -> str:
    name = parts[0].lstrip("$!").upper()
    if name in _PROPRIETARY:
        return name
    return name + _part(parts, 1).upper() if name in _MESSAGES else name[-3:]


def _part(parts: list[str], number: int) -> str:
    return parts[number] if 0 <= number < len(parts) else ""


def _date(kind: str, parts: list[str]) -> date | None:
    try:
        if kind == "ZDA":
            return date(int(parts[4]), int(parts[3]), int(parts[2]))
        text = _part(parts, DATE_FIELD.get(kind, -1))
        return date(2000 + int(text[4:6]), int(text[2:4]), int(text[0:2])) if len(text) == 6 else None
    except (ValueError, IndexError):
        return None
