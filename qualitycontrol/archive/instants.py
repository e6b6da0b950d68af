"""Instants: whole nanoseconds UTC since 1970 without leap seconds, so that no sample is off by a rounding."""

import re
from datetime import UTC, date, datetime, timedelta

from logging_core.shared import clock

SECOND = 1_000_000_000
DAY = 86_400 * SECOND
EPOCH_DAY = date(1970, 1, 1).toordinal()
FRACTION = re.compile(r"[.,](\d{1,9})", re.ASCII)


def parse(text: str) -> int:
    """An ISO 8601 time to the nanosecond; without an offset it is UTC. Everything else is a ValueError."""
    fraction = FRACTION.search(text)
    whole = clock.parse(FRACTION.sub("", text, count=1))
    nanoseconds = int(fraction[1].ljust(9, "0")) if fraction else 0
    return (whole - clock.EPOCH) // timedelta(seconds=1) * SECOND + nanoseconds


def text(instant: int) -> str:
    """`YYYY-MM-DDTHH:MM:SS.ffffffZ`, cut to the microsecond, as FDSN services write times."""
    return moment(instant).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment(instant: int) -> datetime:
    """UTC, cut to the microsecond."""
    return clock.EPOCH + timedelta(microseconds=instant // 1000)


def of(when: datetime) -> int:
    """An aware time, exactly."""
    return (when - clock.EPOCH) // timedelta(microseconds=1) * 1000


def day_of(instant: int) -> date:
    return date.fromordinal(EPOCH_DAY + instant // DAY)


def start_of(day: date) -> int:
    return (day.toordinal() - EPOCH_DAY) * DAY


def days(start: int, end: int) -> list[date]:
    """Every UTC day that [start, end) touches."""
    first, last = start // DAY, (max(start, end - 1)) // DAY
    return [date.fromordinal(EPOCH_DAY + number) for number in range(first, last + 1)]


def day_number(year: int, day_of_year: int) -> date:
    """The day of a file name; a day the year does not have is a ValueError."""
    day = date(year, 1, 1) + timedelta(days=day_of_year - 1)
    if day.year != year:
        raise ValueError(f"{year} has no day {day_of_year}")
    return day


def now() -> int:
    return of(datetime.now(UTC))
