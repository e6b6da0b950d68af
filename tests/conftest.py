"""Settings and servers of the test run.

The environment is set here, before Django reads its settings; pytest.ini options would be read too early.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from tests.support import servers

folder = Path(tempfile.mkdtemp(prefix="sealog-tests-"))


def pytest_configure() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "sealog.settings"
    servers.set_environment(folder)

    import django

    django.setup()


def pytest_sessionstart(session: pytest.Session) -> None:
    if not session.config.option.collectonly:
        servers.start(folder)


def pytest_unconfigure() -> None:
    servers.stop()
    shutil.rmtree(folder, ignore_errors=True)
