"""One running system for all tests that leave it as it was."""

from collections.abc import Iterator

import pytest

from tests.support import servers
from tests.support.running import System


@pytest.fixture(scope="session")
def system() -> Iterator[System]:
    with System() as running:
        yield running


@pytest.fixture
def own_servers() -> None:
    """The test hurts the embedded servers; with servers from outside there is nothing to hurt."""
    if servers.GIVEN_DATABASE_URL or servers.GIVEN_REDIS_URL:
        pytest.skip("the servers were given from outside")
