"""Statistics of a day, by hand."""

from datetime import timedelta

import pytest

from qualitycontrol.archive.daily import day_statistic, mean_percent, weighted_percent
from qualitycontrol.archive.queries import Held
from tests.qualitycontrol.archive.seismograms import DAY, FIRST, SECOND, T0


def held(*spans: tuple[float, float]) -> list[Held]:
    return [
        Held(T0 + round(low * SECOND), T0 + round(high * SECOND), 10.0, round((high - low) * 10), "D")
        for low, high in spans
    ]


def test_a_day_with_gaps_and_overlaps() -> None:
    day = day_statistic(held((-100, 3600), (3500, 7200), (10_000, 90_000)), FIRST)
    assert (day.expected_s, day.available_s, day.gap_seconds) == (86_400, 83_600, 2800)
    assert (day.num_gaps, day.max_gap) == (1, 2800)
    assert (day.num_overlaps, day.sum_overlaps, day.max_overlap) == (1, 100, 100)
    assert day.percent == pytest.approx(100 * 83_600 / 86_400, abs=1e-12)
    assert (day.num_samples, day.sample_rates, day.qualities) == (837_000, (10.0,), ("D",))


def test_a_missing_day_counts_as_nothing() -> None:
    day = day_statistic([], FIRST)
    assert (day.percent, day.num_gaps, day.max_gap) == (0, 1, 86_400)


def test_a_day_outside_every_epoch_is_left_out() -> None:
    day = day_statistic(held((0, 86_400)), FIRST, epochs=[(0, T0)])
    assert (day.expected_s, day.percent, day.num_gaps) == (0, None, 0)


def test_a_channel_closed_in_mid_day_is_expected_until_then() -> None:
    day = day_statistic(held((0, 43_200)), FIRST, epochs=[(0, T0 + DAY // 2)])
    assert (day.expected_s, day.percent) == (43_200, 100)


def test_the_future_is_not_expected() -> None:
    assert day_statistic(held((0, 3600)), FIRST, now_ns=T0 + 3600 * SECOND).percent == 100
    assert day_statistic([], FIRST + timedelta(days=1), now_ns=T0).percent is None


def test_overlaps_never_push_the_percentage() -> None:
    day = day_statistic(held((0, 86_400), (0, 86_400), (100, 200)), FIRST)
    assert (day.percent, day.gap_seconds) == (100, 0)


def test_a_gap_over_midnight_counts_in_each_of_both_days() -> None:
    around = held((0, 86_000), (87_000, 180_000))
    days = [day_statistic(around, FIRST + timedelta(days=number)) for number in range(2)]
    assert [(day.num_gaps, day.gap_seconds) for day in days] == [(1, 400), (1, 600)]


def test_averages_weigh_days_or_seconds() -> None:
    half = day_statistic(held((0, 21_600)), FIRST, epochs=[(T0, T0 + DAY // 2)])
    days = [half, day_statistic(held((0, 86_400)), FIRST), day_statistic([], FIRST, epochs=[])]
    assert mean_percent(days) == 75
    assert weighted_percent(days) == pytest.approx(100 * 108_000 / 129_600)
    assert mean_percent([]) is None and weighted_percent(days[2:]) is None
