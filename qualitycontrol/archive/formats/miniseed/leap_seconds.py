"""Leap seconds: a doubling of one second there is the clock's, not the archive's.

From IERS Bulletin C; the UTC days that had a second 23:59:60. None is planned; ICAO and ITU end them by 2035.
"""

from datetime import date

from qualitycontrol.archive import instants
from qualitycontrol.archive.spans import Span

DAYS = (
    *((year, 6, 30) for year in (1972, 1981, 1982, 1983, 1985, 1992, 1993, 1994, 1997, 2012, 2015)),
    *((year, 12, 31) for year in (*range(1972, 1980), 1987, 1989, 1990, 1995, 1998, 2005, 2008, 2016)),
)
# The first instant after each, in ns since 1970.
INSTANTS = sorted(instants.start_of(date(*day)) + instants.DAY for day in DAYS)
MARGIN = 2 * instants.SECOND


def near_leap_second(start: int, end: int) -> bool:
    """Whether [start, end) holds a leap second or comes near one."""
    return any(start - MARGIN <= instant <= end + MARGIN for instant in INSTANTS)


def is_leap_second(overlap: Span) -> bool:
    """Whether an overlap is a leap second that somebody's clock did not know."""
    start, end = overlap
    return end - start <= MARGIN and near_leap_second(start, end)
