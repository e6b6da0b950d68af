"""An archive of its own, and the configuration that completes it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.people import *  # noqa: F403
from tests.people import make_person
from tests.surroundings import *  # noqa: F403

if TYPE_CHECKING:  # this module is read before Django is set up
    from logging_core.accounts.models import User
    from tests.monitoring.centre import Centre
    from tests.monitoring.setup import Site


@pytest.fixture(autouse=True)
def places(settings, tmp_path: Path) -> Path:
    """Everything lies in a folder of the test; sources on this machine are allowed."""
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    settings.ARCHIVE_ROOTS = [str(tmp_path)]
    settings.ARCHIVE_FREE_FLOOR = 0
    settings.SOURCE_HOSTS = ["127.0.0.1"]
    return tmp_path


@pytest.fixture
def centre() -> Iterator["Centre"]:
    from tests.monitoring.centre import data_centre

    with data_centre() as running:
        yield running


@pytest.fixture
def new_centre() -> Iterator[Callable[[], "Centre"]]:
    """As many data centres as a test wants."""
    from tests.monitoring.centre import data_centre

    open_: list = []

    def make() -> "Centre":
        context = data_centre()
        open_.append(context)
        return context.__enter__()

    yield make
    for context in open_:
        context.__exit__(None, None, None)


@pytest.fixture
def site(transactional_db: None, places: Path) -> "Site":
    """A final archive, the stream PF.RER..HHZ, and the configuration; sources are added by the test."""
    from tests.monitoring.setup import Site

    return Site.made(places)


@pytest.fixture
def operator(db: None) -> "User":
    return make_person("operator", roles=["seismic_operator"])
