from collections.abc import Iterator
from typing import Any

import psycopg2
import pytest
from django.db import connection

from logging_core.streams.ingest import Ingest

PARTS = ("dbname", "user", "password", "host", "port")


def another_connection() -> Any:
    """To the database of the test, as a lean process opens it."""
    wanted = connection.get_connection_params()
    return psycopg2.connect(**{name: wanted[name] for name in PARTS if name in wanted})


class WithinTest:
    """The connection of a test whose transaction is rolled back: to commit here is to go on."""

    autocommit = False

    def __enter__(self) -> "WithinTest":
        return self

    def __exit__(self, *_error: object) -> None:
        """Nothing is committed."""

    @staticmethod
    def cursor() -> Any:
        return connection.connection.cursor()


@pytest.fixture
def ingest(db: None) -> Ingest:
    """Stores for this test alone."""
    connection.ensure_connection()
    return Ingest(WithinTest())


@pytest.fixture
def real_ingest(transactional_db: None) -> Iterator[Ingest]:
    """Stores over a connection of its own, and commits."""
    raw = another_connection()
    yield Ingest(raw)
    raw.close()
