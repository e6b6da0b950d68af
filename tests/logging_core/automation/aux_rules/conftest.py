from collections.abc import Iterator

import pytest

from tests.support.influxdb import TOKEN, InfluxDB, influxdb


@pytest.fixture
def follower(db: None) -> None:
    """It begins here and now."""
    from logging_core.automation.following import steps

    steps.enrol(["aux_data"])


@pytest.fixture
def influx(settings) -> Iterator[InfluxDB]:
    """A server that speaks the query interface of InfluxDB 2, named by the settings."""
    with influxdb() as server:
        settings.INFLUXDB_URL, settings.INFLUXDB_TOKEN = server.url, TOKEN
        yield server
