"""Connections of the link to PostgreSQL."""

from typing import Any

import psycopg2

# What goes by itself: away, starting, full, tables not yet made or of another release. Everything else is about
# what was sent.
AWAY = (psycopg2.OperationalError, psycopg2.InterfaceError, psycopg2.ProgrammingError)
# Batches are many and small; the spool keeps them until a later commit has waited for the disk: see `harden`.
OPTIONS = "-c synchronous_commit=off -c statement_timeout=20000 -c lock_timeout=10000 -c timezone=UTC"
HARDEN = "UPDATE logging_core_spoolposition SET at = now() WHERE source = %s"


def connected(url: str, name: str) -> Any:
    """A connection that notices within seconds that the other side is gone. Raises one of AWAY."""
    return psycopg2.connect(
        url,
        connect_timeout=3,
        application_name=f"sealog-{name}",
        options=OPTIONS,
        keepalives_idle=5,
        keepalives_interval=2,
        keepalives_count=3,
        tcp_user_timeout=10_000,
    )


def harden(connection: Any, source: str) -> None:
    """All that was committed so far is on the disk of the database afterwards. Raises one of AWAY."""
    with connection, connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = on")
        cursor.execute(HARDEN, [source])


def words(trouble: Exception) -> str:
    """The first line of what it says."""
    return (str(trouble).strip().splitlines() or [type(trouble).__name__])[0]
