import os
from collections.abc import Iterator

import pytest

from tests.compat.site import Client, Site, running_site
from tests.people import *  # noqa: F403
from tests.surroundings import *  # noqa: F403


@pytest.fixture(scope="package")
def running() -> Iterator[Site]:
    with running_site(os.environ["DATABASE_URL"]) as site:
        yield site


@pytest.fixture
def site(running: Site) -> Site:
    """The running system with the development data set, as if nothing had happened yet."""
    running.put_back()
    return running


@pytest.fixture
def admin_client(site: Site) -> Client:
    return site.admin
