"""Stored values, read back."""

import psycopg2
import pytest

from logging_core.loggers.base.site import Site
from logging_core.loggers.parsing.records import DASRecord
from logging_core.loggers.readers.database import DatabaseReader
from logging_core.loggers.runtime.child.recalling import Recall
from logging_core.streams.ingest import Ingest
from tests.logging_core.loggers.reading import all_records, free_port, records


@pytest.fixture
def stored(transactional_db, settings):
    """A function that stores records, and the site that gives them back."""
    parts = settings.DATABASES["default"]
    url = psycopg2.extensions.make_dsn(
        dbname=parts["NAME"],
        user=parts["USER"],
        password=parts["PASSWORD"],
        host=parts["HOST"],
        port=parts["PORT"],
    )
    connection = psycopg2.connect(url)
    yield Ingest(connection).store, Site(recall=Recall(url))
    connection.close()


pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def values(records):
    return [(record.data_id, record.timestamp, record.fields) for record in records]


def test_values_come_in_the_order_of_time_grouped_by_moment_and_source(stored):
    store, site = stored
    store([DASRecord("gps", None, 200.25, {"Lat": 1.5, "Mode": "A"}), DASRecord("wx", None, 100.5, {"Temp": 20})])
    store([DASRecord("wx", None, 200.25, {"Temp": 21.0})])
    assert values(all_records(DatabaseReader(site=site))) == [
        ("wx", 100.5, {"Temp": 20.0}),
        ("gps", 200.25, {"Lat": 1.5, "Mode": "A"}),
        ("wx", 200.25, {"Temp": 21.0}),
    ]
    assert values(all_records(DatabaseReader(fields=["Lat"], site=site))) == [("gps", 200.25, {"Lat": 1.5})]


def test_many_values_come_in_parts_without_loss_and_moments_stay_whole(stored, monkeypatch):
    monkeypatch.setattr("logging_core.loggers.readers.database.AT_A_TIME", 7)
    store, site = stored
    store([DASRecord("wx", None, 100.0 + n, {"T": n, "P": n, "H": n}) for n in range(50)])
    found = all_records(DatabaseReader(site=site))
    assert [record.fields for record in found] == [{"T": n, "P": n, "H": n} for n in range(50)]


def test_a_tail_waits_for_later_values(stored):
    store, site = stored
    reader = DatabaseReader(fields=["T"], tail=True, sleep_interval=0.05, site=site)
    store([DASRecord("wx", None, 100.0, {"T": 1})])
    assert values(records(reader, 1)) == [("wx", 100.0, {"T": 1.0})]
    assert reader.read() is None
    store([DASRecord("wx", None, 101.0, {"T": 2})])
    assert values(records(reader, 1)) == [("wx", 101.0, {"T": 2.0})]


def test_a_database_that_is_away_is_waited_for():
    away = Recall(f"postgresql://nobody@127.0.0.1:{free_port()}/none")
    reader = DatabaseReader(site=Site(recall=away))
    assert reader.read() is None
    assert "refused" in reader.trouble
    assert DatabaseReader().read() is None
