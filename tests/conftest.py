"""Settings and servers of the test run.

The environment is set here, before Django reads its settings; pytest.ini options would be read too early.
"""

import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from pytest_django.plugin import blocking_manager_key

from tests.support import servers
from tests.support.sharing_out import RoomByRoom

folder = Path(tempfile.mkdtemp(prefix="sealog-tests-"))


def pytest_configure(config: pytest.Config) -> None:
    if only_hands_out(config):
        return
    os.environ["DJANGO_SETTINGS_MODULE"] = "sealog.settings"
    servers.set_environment(folder)

    import django

    django.setup()


def pytest_sessionstart(session: pytest.Session) -> None:
    if not session.config.option.collectonly and not only_hands_out(session.config):
        servers.start(folder)


def pytest_unconfigure() -> None:
    servers.stop()
    shutil.rmtree(folder, ignore_errors=True)


def only_hands_out(config: pytest.Config) -> bool:
    """With `-n` the first process runs no test; each of the others has servers of its own."""
    return bool(config.getoption("numprocesses", None)) and not hasattr(config, "workerinput")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None]:
    """A test of whole transactions leaves every table empty; what migrations stored comes back for the next."""
    yield
    marker = item.get_closest_marker("django_db")
    if nextitem and marker and marker.kwargs.get("serialized_rollback"):
        from django.db import connection

        with item.config.stash[blocking_manager_key].unblock():
            connection.creation.deserialize_db_from_string(connection._test_serialized_contents)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> RoomByRoom:
    return RoomByRoom(config, log)
