"""One running system for all tests that leave it as it was."""

from collections.abc import Iterator

import pytest

from tests.support import servers
from tests.support.running import System


@pytest.fixture(scope="package")
def system() -> Iterator[System]:
    with System(first_start=True) as running:
        yield running


@pytest.fixture(scope="package")
def embedded_system(request: pytest.FixtureRequest) -> Iterator[System]:
    """For tests that hurt its servers: never those that were given from outside."""
    if servers.GIVEN:
        with System(embedded=True, first_start=True) as running:
            yield running
    else:
        yield request.getfixturevalue("system")
