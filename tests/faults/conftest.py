"""Systems that are hurt, and their people."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.browser.ship import Ship
from tests.browser.stock import make_crew
from tests.support import servers
from tests.support.running import System


@contextmanager
def new_ship(embedded: bool = False) -> Iterator[Ship]:
    with System(embedded=embedded) as system:
        ship = Ship(system)
        make_crew(ship.clerk)
        yield ship
        ship.close()


@pytest.fixture(scope="package")
def ship() -> Iterator[Ship]:
    with new_ship() as ship:
        yield ship


@pytest.fixture(scope="package")
def embedded_ship(request: pytest.FixtureRequest) -> Iterator[Ship]:
    """For tests that hurt its servers: never those that were given from outside."""
    if servers.GIVEN:
        with new_ship(embedded=True) as ship:
            yield ship
    else:
        yield request.getfixturevalue("ship")
