"""A second that comes twice because of a leap second is the clock's."""

from datetime import date

import pytest

from qualitycontrol.archive import instants
from qualitycontrol.archive.formats.miniseed.leap_seconds import INSTANTS, is_leap_second
from tests.qualitycontrol.archive.seismograms import SECOND

MIDNIGHT = instants.start_of(date(2017, 1, 1))


def test_there_were_twenty_seven() -> None:
    assert len(INSTANTS) == 27
    assert INSTANTS[-1] == MIDNIGHT


@pytest.mark.parametrize(
    ("start", "end", "is_one"),
    [(-1, 0, True), (0, 1, True), (-2, -1, True), (-1, 600, False), (86_400, 86_401, False)],
)
def test_only_a_second_there_is_one(start: int, end: int, is_one: bool) -> None:
    assert is_leap_second((MIDNIGHT + start * SECOND, MIDNIGHT + end * SECOND)) is is_one
