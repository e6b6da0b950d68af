"""What must be in order before the first page: tables, static files, accounts."""

import contextlib
from collections.abc import Callable, Iterator

from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from sealog.embedded.trouble import CannotStart
from sealog.processes import first_start, static_files

LOCK = 0x5EA106  # any number, the same on every host


def prepare(say: Callable[[str], None]) -> list[str]:
    """Do all steps; gives the lines to show about accounts.

    Raises CannotStart, or OperationalError when the database went away meanwhile: then try again.
    """
    try:
        with _one_host_at_a_time():
            _step("The tables could not be brought up to date", lambda: _migrate(say))
            lines = _step("The first accounts could not be made", first_start.accounts)
    finally:
        connection.close()
    _step("The static files could not be collected", static_files.collect)
    return lines


def _step(failure: str, work: Callable[[], list[str]] | Callable[[], bool]) -> list[str]:
    try:
        lines = work()
    except OperationalError:
        raise
    except Exception as error:
        raise CannotStart(f"{failure}: {type(error).__name__}: {error}") from error
    return lines if isinstance(lines, list) else []


def _migrate(say: Callable[[str], None]) -> bool:
    executor = MigrationExecutor(connection)
    wanted = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if wanted:
        say(f"bringing the tables up to date: {len(wanted)} steps")
        call_command("migrate", interactive=False, verbosity=0)
    return bool(wanted)


@contextlib.contextmanager
def _one_host_at_a_time() -> Iterator[None]:
    """Two hosts that start together on one database must not both change its tables."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    yield  # closing the connection lets go of the lock
