import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logging_core.shared import clock

READ = {
    # the rules of existing servers
    "2020-01-01T10:00:00.123456Z": "2020-01-01T10:00:00.123Z",
    "2020-01-01T10:00:00+02:00": "2020-01-01T08:00:00.000Z",
    "2020-01-01T10:00:00+0200": "2020-01-01T08:00:00.000Z",
    "2020-01-01 10:00:00": "2020-01-01T10:00:00.000Z",
    "2020-01-01": "2020-01-01T00:00:00.000Z",
    "2020": "2020-01-01T00:00:00.000Z",
    "2020-01-01T10:00:00": "2020-01-01T10:00:00.000Z",
    # what people and instruments write besides
    "2020-07": "2020-07-01T00:00:00.000Z",
    "2020-01-01T10:00": "2020-01-01T10:00:00.000Z",
    "2020-01-01T10:00Z": "2020-01-01T10:00:00.000Z",
    "2020-01-01T10:00:00z": "2020-01-01T10:00:00.000Z",
    "2020-01-01T10:00:00 Z": "2020-01-01T10:00:00.000Z",
    "2020-01-01T10:00:00,5Z": "2020-01-01T10:00:00.500Z",
    "2020-01-01T10:00:00.999999999Z": "2020-01-01T10:00:00.999Z",
    "2020-01-01T10:00:00.0009Z": "2020-01-01T10:00:00.000Z",
    "2020-01-01T10:00:00.05": "2020-01-01T10:00:00.050Z",
    "2020-01-01T10:00:00+02": "2020-01-01T08:00:00.000Z",
    "2020-01-01T00:30:00+05:45": "2019-12-31T18:45:00.000Z",
    "2020-01-01T23:30:00-03:30": "2020-01-02T03:00:00.000Z",
    "2020-02-29": "2020-02-29T00:00:00.000Z",
    "  2020-01-01T10:00:00Z ": "2020-01-01T10:00:00.000Z",
    "9999-12-31T23:59:59.999Z": "9999-12-31T23:59:59.999Z",
    "0001-01-01T00:00:00Z": "0001-01-01T00:00:00.000Z",
}
REFUSED = [
    "Jan 1 2020",
    "1577836800",
    "1577836800000",
    "",
    " ",
    None,
    1577836800,
    1577836800000,
    True,
    ["2020-01-01"],
    "2020-01-01T24:00:00Z",
    "2016-12-31T23:59:60Z",
    "2020-01-01T10:60:00Z",
    "0000-01-01",
    "10000-01-01",
    "2020-001",
    "2020-366",
    "2020-W01-1",
    "2021-02-29",
    "2020-13-01",
    "2020-00-01",
    "2020-1-1",
    "20200101",
    "20200101T100000Z",
    "2020-01-01T10",
    "2020-01-01T10:00:00.Z",
    "2020-01-01T10:00:00.1234567890Z",
    "2020-01-01T10:00:00+24:00",
    "2020-01-01T10:00:00+02:60",
    "2020-01-01T10:00:00 UTC",
    "2020-01-01T10:00:00Z; DROP TABLE",
    "2020-01-01T10:00:00Z\n2020",
    "9999-12-31T23:59:59-01:00",
    "0001-01-01T00:00:00+01:00",
    "\uff12\uff10\uff12\uff10-01-01",
    "-2020-01-01",
    "now",
]
INSTANTS = st.datetimes(timezones=st.just(UTC))
DAY = timedelta(days=1)
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@pytest.mark.parametrize(("sent", "stored"), READ.items())
def test_a_time_is_read_as_the_contract_says(sent: str, stored: str) -> None:
    assert clock.iso(clock.parse(sent)) == stored


@pytest.mark.parametrize("sent", REFUSED)
def test_what_is_not_a_time_is_refused_and_never_shifted(sent: object) -> None:
    with pytest.raises(ValueError, match="must be in ISO 8601 date format"):
        clock.parse(sent)


@given(INSTANTS)
def test_a_time_that_was_shown_can_be_sent_back_unchanged(moment: datetime) -> None:
    shown = clock.iso(moment)
    assert clock.parse(shown) == clock.to_millisecond(moment)
    assert clock.iso(clock.parse(shown)) == shown


@given(st.datetimes(min_value=datetime.min + DAY, max_value=datetime.max - DAY), OFFSETS)  # noqa: DTZ901
def test_an_offset_never_changes_the_instant(wall: datetime, zone: timezone) -> None:
    local = wall.replace(tzinfo=zone, microsecond=0)
    assert clock.parse(local.isoformat()) == local


@given(st.text(max_size=40))
def test_any_text_is_a_time_or_is_refused(text: str) -> None:
    try:
        moment = clock.parse(text)
    except ValueError:
        return
    assert moment.utcoffset() == timedelta(0)


def test_times_leave_in_one_form_only() -> None:
    tahiti = timezone(timedelta(hours=-10))
    assert clock.iso(datetime(2017, 6, 14, 9, 1, 0, 999_999, tahiti)) == "2017-06-14T19:01:00.999Z"
    assert clock.iso_or_none(None) is None


def test_now_is_utc_and_cut_to_the_millisecond() -> None:
    moment = clock.now()
    assert moment.utcoffset() == timedelta(0)
    assert moment.microsecond % 1000 == 0
    assert abs(datetime.now(UTC) - moment) < timedelta(seconds=5)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", clock.iso(moment))
