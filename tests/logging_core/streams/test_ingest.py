"""Records go into the database once, exactly, and what cannot is counted by cause."""

import threading
import time
from datetime import UTC, datetime

import psycopg2
import pytest
from django.db import connection

from logging_core.streams.ingest import Ingest
from logging_core.streams.models import Sample, SpoolPosition, Stream, StreamLatest
from tests.logging_core.streams.conftest import WithinTest, another_connection
from tests.logging_core.streams.samples import NOON, record, stored

for_good = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_values_become_samples_of_their_streams(ingest: Ingest) -> None:
    result = ingest.store([record(Heading=12.5, Mode="A"), record(NOON + 1, Heading=13.5)])
    assert (result.values, result.refused) == (3, {})
    heading = Stream.objects.get(name="Heading")
    assert (heading.source, heading.kind, Stream.objects.get(name="Mode").kind) == ("gyr1", "number", "text")
    assert (stored("Heading"), stored("Mode")) == ([12.5, 13.5], ["A"])


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (0.1, 0.1),
        (-0.0, 0.0),
        (7, 7.0),
        (2**53, 2.0**53),
        (2**53 + 1, "9007199254740993"),
        (True, 1.0),
        (False, 0.0),
        ("", ""),
        ("Grüße, 日本\tab\\N", "Grüße, 日本\tab\\N"),
        ("x" * 4096, "x" * 4096),
        ([1, 2], "[1, 2]"),
        ({"a": None}, '{"a": null}'),
        (5e-324, 5e-324),
        (1.7976931348623157e308, 1.7976931348623157e308),
    ],
)
def test_each_kind_of_value_is_kept_as_stated(ingest: Ingest, value: object, kept: object) -> None:
    assert ingest.store([record(Value=value)]).values == 1
    assert stored("Value") == [kept]


@pytest.mark.parametrize(
    ("value", "cause"),
    [
        (float("nan"), "not a finite number"),
        (float("inf"), "not a finite number"),
        (-float("inf"), "not a finite number"),
        (float("1e400"), "not a finite number"),
        (10**400, "not a finite number"),
        ([float("nan")], "a structure that is not JSON"),
        ("x" * 4097, "text too long"),
        ("a\x00b", "text that cannot be stored"),
        ("\ud800", "text that cannot be stored"),
        (b"raw", "a bytes"),
    ],
)
def test_what_cannot_be_stored_is_counted_and_harms_nothing_else(
    ingest: Ingest, value: object, cause: str
) -> None:
    result = ingest.store([record(Bad=value, Good=1)])
    assert (result.values, result.refused, stored("Good")) == (1, {cause: 1}, [1.0])
    assert not Stream.objects.filter(name="Bad").exists()


TOMORROW = pytest.param(time.time() + 90_000, id="tomorrow")


@pytest.mark.parametrize("at", [-0.001, TOMORROW, 1e400, float("nan"), None, "2026-05-01", True])
def test_impossible_times_are_refused(ingest: Ingest, at: object) -> None:
    result = ingest.store([record(at, Depth=1.0)])
    assert (result.values, sum(result.refused.values()), Sample.objects.count()) == (0, 1, 0)


@pytest.mark.parametrize("name", ["", "x" * 201, "a\nb", "a\x00b", "\ud800"])
def test_names_that_cannot_be_stored_are_refused(ingest: Ingest, name: str) -> None:
    result = ingest.store([record(**{name: 1.0})])
    assert result.refused == {"name of a field that cannot be stored": 1}


def test_none_is_no_value_and_pairs_are_several(ingest: Ingest) -> None:
    result = ingest.store([record(Empty=None, Depth=[[NOON + 1, 11.0], [NOON + 2, None], [NOON + 3, 13]])])
    assert (result.values, result.refused, stored("Depth")) == (2, {}, [11.0, 13.0])


def test_times_are_kept_to_the_microsecond(ingest: Ingest) -> None:
    ingest.store([record(1777636800.123457, Depth=1.0), record(0, Depth=0.0)])
    times = list(Sample.objects.order_by("at").values_list("at", flat=True))
    assert times == [datetime(1970, 1, 1, tzinfo=UTC), datetime(2026, 5, 1, 12, 0, 0, 123457, UTC)]
    assert StreamLatest.objects.get().at == times[1]


def test_a_batch_that_comes_twice_is_stored_once(ingest: Ingest) -> None:
    assert ingest.position("gyr1") is None
    assert ingest.store([record(Depth=1.0)], source="gyr1", position=10).values == 1
    assert ingest.store([record(Depth=1.0)], source="gyr1", position=10).values == 0
    assert ingest.store([record(Depth=1.0)], source="gyr1", position=9).values == 0
    assert ingest.store([record(Depth=2.0)], source="other", position=9).values == 1
    assert (Sample.objects.count(), ingest.position("gyr1")) == (2, 10)


@for_good
def test_two_who_store_the_same_batch_at_once_store_it_once(real_ingest: Ingest) -> None:
    batch = [record(NOON + n, **{f"F{n % 50}": n}) for n in range(2000)]
    results: list[int] = []

    def store() -> None:
        own = another_connection()
        for position in range(1, 6):
            results.append(Ingest(own).store(batch, source="s", position=position).values)
        own.close()

    threads = [threading.Thread(target=store) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(results) == Sample.objects.count() == 5 * 2000


@for_good
def test_writers_of_many_new_streams_and_days_do_not_block_each_other(real_ingest: Ingest) -> None:
    def store(order: int) -> None:
        own = another_connection()
        for start in range(5):
            days = [record(NOON + day * 86_400, **{f"N{start}_{day}": 1}) for day in range(10)]
            Ingest(own).store(days[::order])
        own.close()

    threads = [threading.Thread(target=store, args=(order,)) for order in (1, -1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (Sample.objects.count(), Stream.objects.count()) == (100, 50)


def test_the_latest_value_is_that_of_the_latest_time(ingest: Ingest) -> None:
    ingest.store([record(NOON + 5, Depth=5.0), record(NOON + 1, Depth=1.0)])
    ingest.store([record(NOON + 4, Depth=4.0)])
    assert StreamLatest.objects.get().number == 5.0
    ingest.store([record(NOON + 5, Depth="gone")])
    latest = StreamLatest.objects.get()
    assert (latest.number, latest.text) == (None, "gone")


@for_good
def test_nothing_of_a_batch_is_left_when_it_fails(real_ingest: Ingest) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE logging_core_streamlatest RENAME TO elsewhere")
    try:
        with pytest.raises(psycopg2.Error):
            real_ingest.store([record(Depth=1.0)], source="gyr1", position=3)
        assert (Sample.objects.count(), Stream.objects.count(), SpoolPosition.objects.count()) == (0, 0, 0)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE elsewhere RENAME TO logging_core_streamlatest")
    assert real_ingest.store([record(Depth=1.0)], source="gyr1", position=3).values == 1


@for_good
def test_a_day_whose_table_was_dropped_is_made_again(real_ingest: Ingest) -> None:
    real_ingest.store([record(Depth=1.0)])
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE logging_core_sample_20260501")
    assert real_ingest.store([record(Depth=2.0)]).values == 1
    assert stored("Depth") == [2.0]


@for_good
def test_a_new_day_waits_for_no_reader(real_ingest: Ingest) -> None:
    reader = another_connection()
    with reader.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM logging_core_sample"
        )  # its transaction stays open, as a backup's does
        with connection.cursor() as settings:
            settings.execute("SELECT current_database()")
        assert real_ingest.store([record(NOON - 40 * 86_400, Depth=1.0)]).values == 1
    reader.close()


def test_definitions_fill_in_unit_and_description_but_not_over_a_persons_words(ingest: Ingest) -> None:
    said = {"fields": {"Depth": {"units": "m", "description": "Water depth", "device": "knud"}}}
    ingest.store([record(Depth=1.0, metadata=said)])
    depth = Stream.objects.get()
    assert (depth.unit, depth.description, depth.metadata["device"]) == ("m", "Water depth", "knud")
    Stream.objects.update(unit="fathoms")
    Ingest(WithinTest()).store([record(Depth=1.0, metadata=said)])
    assert Stream.objects.get().unit == "fathoms"


@pytest.mark.parametrize(
    "said", [{"fields": {"Depth": {"a": "\x00"}}}, {"fields": {"Depth": 1}}, {"fields": []}, []]
)
def test_descriptions_that_cannot_be_stored_are_passed_over(ingest: Ingest, said: object) -> None:
    assert ingest.store([record(Depth=1.0, metadata=said)]).values == 1
    assert Stream.objects.get().metadata == {}


def test_there_is_an_end_to_the_number_of_streams(ingest: Ingest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("logging_core.streams.known_streams.MOST_STREAMS", 2)
    result = ingest.store([record(A=1, B=2, C=3)])
    assert (result.values, sum(result.refused.values())) == (2, 1)


@for_good
def test_a_database_that_went_away_is_told_and_the_batch_can_come_again(real_ingest: Ingest) -> None:
    raw = another_connection()
    late = Ingest(raw)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [raw.info.backend_pid])
    with pytest.raises((psycopg2.OperationalError, psycopg2.InterfaceError)):
        late.store([record(Depth=1.0)], source="gyr1", position=1)
    assert real_ingest.store([record(Depth=1.0)], source="gyr1", position=1).values == 1
