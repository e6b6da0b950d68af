"""Which file of a series a moment belongs to."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DAILY, HOURLY, BY_MINUTE = "-%Y-%m-%d", "-%Y-%m-%dT%H00", "-%Y-%m-%dT%H%M"
_INTERVAL = re.compile(r"([0-9]+)([HM])")


@dataclass(frozen=True)
class Split:
    """`minutes` of a file (0: one for ever); `date_format` as strftime, with `^` before the name."""

    minutes: int
    date_format: str
    zone: ZoneInfo

    @classmethod
    def of(cls, interval: str | None, date_format: str | None, zone: str = "UTC") -> "Split":
        """From `nH` or `nM`; without a date format the one that fits. Raises ValueError."""
        try:
            zone_info = ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            raise ValueError(f'time_zone: "{zone}" is not known') from None
        minutes = _minutes(interval)
        if date_format is None or (date_format == DAILY and minutes):
            date_format = _fitting(minutes)
        _check(date_format, minutes)
        return cls(minutes, date_format, zone_info)

    def date_part(self, moment: datetime) -> str:
        """The date of the file that holds an aware moment, without the `^`."""
        if self.minutes == 0:
            return ""
        return _date_part(moment.astimezone(self.zone).replace(second=0, microsecond=0), self)

    def name(self, base: str, date: str, suffix: str) -> str:
        """Base name, date and suffix; with a leading `^` the date stands before the file's own name."""
        if not self.date_format.startswith("^"):
            return f"{base}{date}{suffix}"
        folder, slash, own = base.rpartition("/")
        return f"{folder}{slash}{date}{own}{suffix}"


@lru_cache(maxsize=64)
def _date_part(minute: datetime, split: Split) -> str:
    start = minute
    if split.minutes >= 1440:
        start = minute.replace(hour=0, minute=0)
    elif split.minutes >= 60:
        start = minute.replace(hour=minute.hour - minute.hour % (split.minutes // 60), minute=0)
    else:
        start -= timedelta(minutes=minute.minute % split.minutes)
    return start.strftime(split.date_format.removeprefix("^"))


def _minutes(interval: str | None) -> int:
    if not interval:
        return 0
    found = _INTERVAL.fullmatch(interval)
    if found is None or int(found[1]) == 0:
        raise ValueError(f"split_interval: must be an integer followed by 'H' or 'M', found \"{interval}\"")
    minutes = int(found[1]) * (60 if found[2] == "H" else 1)
    if minutes > 60 and minutes % 60:
        raise ValueError(f"split_interval: {interval} is neither whole hours nor less than an hour")
    return minutes


def _fitting(minutes: int) -> str:
    if minutes == 0 or minutes >= 1440:
        return DAILY
    return HOURLY if minutes >= 60 else BY_MINUTE


def _check(date_format: str, minutes: int) -> None:
    if minutes == 0:
        return
    needed = [("year", ("%Y",)), ("day", ("%d", "%j")), ("month", ("%m", "%j"))]
    if minutes < 1440:
        needed.append(("hour", ("%H",)))
    if minutes < 60:
        needed.append(("minute", ("%M",)))
    for word, marks in needed:
        if not any(mark in date_format for mark in marks):
            raise ValueError(f"date_format: must include {' or '.join(marks)} ({word})")
