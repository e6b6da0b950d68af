"""What must be in order before the first page: tables, accounts, static files."""

import contextlib
from collections.abc import Callable, Iterator

from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from sealog.embedded.trouble import CannotStart
from sealog.processes import answers, first_start, servers, static_files

LOCK = 0x5EA106  # any number, the same on every host
TRIES = 5
Say = Callable[[str], None]


def prepare(say: Say) -> list[str]:
    """Do all steps; gives the lines to show about accounts. Progress goes to `say`.

    Raises CannotStart when a step fails for good.
    """
    for _ in range(TRIES):
        answers.until("the database", servers.database, say)
        answers.until("the broker", servers.broker, say)
        try:
            lines = _prepare_database(say)
        except OperationalError:
            say("the database went away meanwhile; trying again")
        else:
            _step("The static files could not be collected", static_files.collect)
            return lines
    raise CannotStart("The database went away again and again while it was brought up to date.")


def _prepare_database(say: Say) -> list[str]:
    lines: list[str] = []
    try:
        with _one_host_at_a_time():
            _step("The tables could not be brought up to date", lambda: _migrate(say))
            _step("The first accounts could not be made", lambda: lines.extend(first_start.accounts()))
    finally:
        connection.close()
    return lines


def _step(failure: str, work: Callable[[], object]) -> None:
    try:
        work()
    except OperationalError:
        raise
    except Exception as error:
        raise CannotStart(f"{failure}: {type(error).__name__}: {error}") from error


def _migrate(say: Say) -> None:
    executor = MigrationExecutor(connection)
    if missing := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say(f"bringing the tables up to date: {len(missing)} steps")
        call_command("migrate", interactive=False, verbosity=0)


@contextlib.contextmanager
def _one_host_at_a_time() -> Iterator[None]:
    """Two hosts that start together on one database must not both change its tables."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    yield  # closing the connection lets go of the lock
