"""Spans of a stream: exact least and greatest, in as few points as asked for."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from logging_core.streams import history
from logging_core.streams.ingest import Ingest
from logging_core.streams.models import Stream
from tests.logging_core.streams.samples import NOON, record

START = datetime.fromtimestamp(NOON, UTC)


def series(points: int, seconds: float = 10_000, start: datetime = START) -> history.Series:
    return history.series(Stream.objects.get(), start, start + timedelta(seconds=seconds), points)


@pytest.fixture
def noise(ingest: Ingest) -> list[float]:
    chance = random.Random(4)
    numbers = [chance.gauss(0, 1) for _ in range(10_000)]
    ingest.store([record(NOON + second, Noise=number) for second, number in enumerate(numbers)])
    return numbers


def test_few_samples_come_as_they_are(noise: list[float]) -> None:
    found = series(4000, seconds=100)
    assert (found.width, found.least, found.greatest) == (0.0, noise[:100], noise[:100])
    assert found.at == [NOON + second for second in range(100)]


@pytest.mark.parametrize("points", [2, 3, 7, 100, 999, 4000])
def test_many_samples_are_thinned_and_no_spike_is_lost(noise: list[float], points: int) -> None:
    found = series(points)
    assert 2 * len(found.at) <= points or (points == 3 and len(found.at) == 1)
    assert (min(found.least), max(found.greatest)) == (min(noise), max(noise))
    assert sum(found.count) == 10_000
    mean = sum(m * n for m, n in zip(found.mean, found.count, strict=True)) / 10_000
    assert mean == pytest.approx(sum(noise) / 10_000)


def test_each_part_holds_its_own_samples(noise: list[float]) -> None:
    found = series(200)
    for at, least, greatest, count in zip(found.at, found.least, found.greatest, found.count, strict=True):
        first = at - found.width / 2 - NOON
        inside = [n for second, n in enumerate(noise) if first <= second < first + found.width]
        assert (min(inside), max(inside), len(inside)) == (least, greatest, count)


def test_parts_without_samples_are_missing(ingest: Ingest) -> None:
    ingest.store([record(NOON + n, Depth=float(n)) for n in (*range(100), *range(900, 1000))])
    found = series(20, seconds=1000)
    assert len(found.at) == 2


def test_the_end_of_a_span_does_not_belong_to_it(noise: list[float]) -> None:
    assert len(series(10, seconds=5).at) == 5


def test_texts_do_not_harm_a_plot(ingest: Ingest) -> None:
    ingest.store([record(NOON, Depth=1.0), record(NOON + 1, Depth="none"), record(NOON + 2, Depth=3.0)])
    assert series(10).least == [1.0, 3.0]


def test_an_empty_span_is_empty(noise: list[float]) -> None:
    assert series(10, start=START - timedelta(days=400)).at == []


def test_a_span_of_ten_years_with_few_samples_is_quick(ingest: Ingest) -> None:
    ingest.store([record(NOON - day * 86_400, Depth=float(day)) for day in range(30)])
    start = START - timedelta(days=3650)
    assert len(series(4000, seconds=3660 * 86_400, start=start).at) == 30


def test_the_newest_come_first_and_all_come_in_order(noise: list[float]) -> None:
    stream, end = Stream.objects.get(), START + timedelta(seconds=10_000)
    newest = history.newest_first(stream, START, end, 3)
    assert [value for _, value in newest] == noise[:-4:-1]
    assert [value for _, value in history.each(stream, START, end)] == noise
