"""A system that is hurt, and its people."""

from collections.abc import Iterator

import pytest

from tests.browser.ship import Ship
from tests.browser.stock import make_crew
from tests.support import servers
from tests.support.running import System


@pytest.fixture(scope="package")
def ship() -> Iterator[Ship]:
    with System() as system:
        ship = Ship(system)
        make_crew(ship.clerk)
        yield ship
        ship.close()


@pytest.fixture
def own_servers() -> None:
    """The test hurts the embedded servers; with servers from outside there is nothing to hurt."""
    if servers.GIVEN_DATABASE_URL or servers.GIVEN_REDIS_URL:
        pytest.skip("the servers were given from outside")
