"""Long spans come from roll-ups, which are made of the samples and never lose any."""

import random
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connection

from logging_core.shared import clock
from logging_core.streams import history, rollups
from logging_core.streams.ingest import Ingest
from logging_core.streams.models import RollUp, RollUpDue, Stream
from logging_core.streams.tasks import roll_up
from tests.logging_core.streams.samples import NOON, record

START = datetime.fromtimestamp(NOON, UTC)
FIVE_HOURS = 18_000


@pytest.fixture
def noise(ingest: Ingest) -> list[float]:
    """A number a second, for five hours."""
    chance = random.Random(4)
    numbers = [chance.gauss(0, 1) for _ in range(FIVE_HOURS)]
    ingest.store([record(NOON + second, Noise=number) for second, number in enumerate(numbers)])
    return numbers


def series(points: int, since: float = 0, until: float = FIVE_HOURS) -> history.Series:
    begin, end = START + timedelta(seconds=since), START + timedelta(seconds=until)
    return history.series(Stream.objects.get(name="Noise"), begin, end, points)


def drop_samples() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE logging_core_sample")


def expected(
    numbers: list[float], since: int, until: int, width: int, unit: int
) -> list[tuple[float, float, int]]:
    """Least, greatest and number of samples of each part; of the first and last one only what lies in the span."""
    found = []
    for at in range(since - since % unit, until, width):
        part = numbers[max(since, at) : min(until, at + width)]
        found.append((min(part), max(part), len(part)))
    return found


@pytest.mark.parametrize("is_rolled_up", [False, True])
@pytest.mark.parametrize(
    ("points", "since", "until"),
    [
        (4, 0, FIVE_HOURS),
        (10, 0, FIVE_HOURS),
        (4, 1800, 16_200),
        (40, 30, 17_999),
        (200, 0, 7200),
        (7, 3601, 17_000),
    ],
)
def test_each_part_holds_just_its_samples(noise, is_rolled_up, points, since, until):
    assert not is_rolled_up or roll_up() == 5
    found = series(points, since, until)
    width = int(found.width)
    unit = 3600 if until - since >= points // 2 * 3600 else 60
    assert width % unit == 0
    assert 2 * len(found.at) <= points
    shown = list(zip(found.least, found.greatest, found.count, strict=True))
    assert shown == expected(noise, since, until, width, unit)
    assert [later - at for at, later in pairwise(found.at)] == [width] * (len(found.at) - 1)
    mean = sum(m * n for m, n in zip(found.mean, found.count, strict=True)) / (until - since)
    assert mean == pytest.approx(sum(noise[since:until]) / (until - since))


def test_what_is_rolled_up_needs_no_samples(noise):
    before = series(10), series(100)
    roll_up()
    drop_samples()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(history, "kept_from", clock.now)
        after = series(10), series(100)
    for one, other in zip(before, after, strict=True):
        assert (one.at, one.least, one.greatest, one.count) == (other.at, other.least, other.greatest, other.count)
        assert one.mean == pytest.approx(other.mean)


def test_late_samples_are_shown_at_once_and_rolled_up_later(noise, ingest):
    roll_up()
    ingest.store([record(NOON + 3600.5, Noise=99.0)])
    assert max(series(10).greatest) == 99
    assert RollUpDue.objects.count() == 1
    assert roll_up() == 1
    assert max(series(10).greatest) == 99
    assert RollUp.objects.filter(seconds=3600, greatest=99, count=3601).exists()


def test_a_batch_that_comes_again_and_an_hour_rolled_up_again_change_nothing(ingest):
    batch = [record(NOON + second, Noise=float(second)) for second in range(100)]
    ingest.store(batch, source="s", position=1)
    roll_up()
    before = list(RollUp.objects.order_by("seconds", "at").values())
    ingest.store(batch, source="s", position=1)
    assert not RollUpDue.objects.exists()
    rollups.roll_up(START)
    assert list(RollUp.objects.order_by("seconds", "at").values()) == before
    assert {(row["seconds"], row["count"]) for row in before} == {(60, 60), (60, 40), (3600, 100)}


def test_the_hour_that_is_not_over_waits(ingest):
    ingest.store([record(clock.now().timestamp(), Noise=1.0), record(clock.now().timestamp() + 7200, Noise=2.0)])
    assert roll_up() == 0
    assert RollUpDue.objects.count() == 2


def test_of_many_marks_of_an_hour_one_is_kept(ingest):
    now = clock.now().timestamp()
    for _ in range(5):
        ingest.store([record(now, Noise=1.0)])
    roll_up()
    assert RollUpDue.objects.count() == 1


def test_texts_are_not_rolled_up_and_monstrous_numbers_harm_nobody(ingest):
    ingest.store([record(NOON, Word="a", Noise=1.7e308), record(NOON + 1, Word="b", Noise=1.7e308)])
    assert roll_up() == 1
    assert list(RollUp.objects.values_list("seconds", "greatest", "count")) == [
        (60, 1.7e308, 2),
        (3600, 1.7e308, 2),
    ]
    ingest.store([record(NOON + second, Noise=1.7e308) for second in range(2, 10)])
    assert series(2).greatest == [1.7e308]


def test_fewer_samples_never_replace_what_was_rolled_up(noise, ingest):
    """They come late for a day that was dropped."""
    roll_up()
    drop_samples()
    ingest.store([record(NOON, Noise=5.0)])
    roll_up()
    assert RollUp.objects.get(seconds=3600, at=START).count == 3600


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_batch_that_is_being_stored_while_its_hour_is_rolled_up_is_not_lost(real_ingest):
    real_ingest.store([record(NOON, Noise=1.0)])
    slow = real_ingest._connection
    with slow.cursor() as cursor:  # a batch that is not committed yet
        cursor.execute("INSERT INTO logging_core_sample SELECT stream_id, at + '1 s', 7 FROM logging_core_sample")
        cursor.execute("INSERT INTO logging_core_rollupdue (hour) VALUES (%s)", [START])
        assert roll_up() == 1
    slow.commit()
    assert roll_up() == 1
    assert RollUp.objects.get(seconds=3600).greatest == 7
