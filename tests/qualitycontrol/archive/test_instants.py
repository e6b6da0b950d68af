"""Instants to the nanosecond."""

from datetime import date

import pytest

from qualitycontrol.archive import instants

NOON = 1_709_208_000_000_000_000  # 2024-02-29T12:00:00Z


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2024-02-29T12:00:00Z", NOON),
        ("2024-02-29T12:00:00", NOON),
        ("2024-02-29T12:00:00.123456789Z", NOON + 123_456_789),
        ("2024-02-29T13:00:00.5+01:00", NOON + 500_000_000),
        ("2024-02-29", NOON - 43_200_000_000_000),
        ("1969-12-31T23:59:59.000000001Z", -999_999_999),
    ],
)
def test_times_are_read_exactly(text: str, instant: int) -> None:
    assert instants.parse(text) == instant


@pytest.mark.parametrize("text", ["", "2024-02-30", "2024-02-29T24:00:00Z", "2024-02-29T23:59:60Z", "1709208000"])
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="must be in ISO 8601"):
        instants.parse(text)


def test_days_are_those_that_a_span_touches() -> None:
    start = instants.start_of(date(2023, 12, 31))
    assert instants.days(start, start + instants.DAY) == [date(2023, 12, 31)]
    assert instants.days(start + 1, start + instants.DAY + 1) == [date(2023, 12, 31), date(2024, 1, 1)]


def test_a_year_has_its_days() -> None:
    assert instants.day_number(2024, 366) == date(2024, 12, 31)
    with pytest.raises(ValueError, match="2023 has no day 366"):
        instants.day_number(2023, 366)
