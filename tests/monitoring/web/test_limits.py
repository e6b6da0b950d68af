import time
from datetime import timedelta
from email.utils import format_datetime

import pytest

from logging_core.shared import clock
from logging_core.shared.ids import new_id
from monitoring.web import rates
from monitoring.web.client import _retry_after
from monitoring.web.limits import Limits, unlimited
from monitoring.web.trouble import Cancelled, Trouble


def test_one_byte_too_many_is_told() -> None:
    limits = Limits(100, 10)
    limits.count(100)
    with pytest.raises(Trouble) as problem:
        limits.count(1)
    assert problem.value.reason == "too_large"


def test_a_drip_is_cut_off_when_its_time_is_over() -> None:
    limits = Limits(100, 0.01)
    time.sleep(0.02)
    with pytest.raises(Trouble) as problem:
        limits.count(1)
    assert problem.value.reason == "too_slow"


def test_what_nobody_wants_any_more_stops() -> None:
    with pytest.raises(Cancelled):
        Limits(100, 10, cancelled=lambda: True).check()


def test_two_readers_share_the_rate_of_their_source() -> None:
    name = new_id()
    one, other = rates.limit(name, 100), rates.limit(name, 100)
    started = time.monotonic()
    for _ in range(3):
        one(50_000)
        other(50_000)
    assert 1.0 < time.monotonic() - started < 5.0  # 300 kB at 100 kB/s, the first second may be nearly over


def test_without_a_limit_nothing_waits() -> None:
    assert rates.limit("anything", 0) is unlimited


def test_a_broker_that_is_away_leaves_the_pace_of_each_reader(settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    started = time.monotonic()
    rates.limit("x", 100)(250_000)
    assert time.monotonic() - started > 1.0


@pytest.mark.parametrize(
    ("value", "seconds"), [("120", 120), ("", None), ("soon", None), ("-5", None), ("999999999999", 6 * 3600)]
)
def test_retry_after_in_seconds(value: str, seconds: float | None) -> None:
    assert _retry_after({"retry-after": value}) == seconds


def test_retry_after_as_a_date() -> None:
    later = clock.now() + timedelta(minutes=10)
    assert 590 < (_retry_after({"retry-after": format_datetime(later, usegmt=True)}) or 0) <= 600
