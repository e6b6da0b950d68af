"""A ship, a vehicle and the shore."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # this module is read before Django is set up
    from tests.logging_core.automation.sync.fleet import Instance, Radio


@pytest.fixture
def fleet(db: None, settings: object) -> "Iterator[list[Instance]]":
    from tests.logging_core.automation.sync.fleet import fleet_of

    with fleet_of("ship", "shore", "vehicle") as instances:
        yield instances


@pytest.fixture
def ship(fleet: "list[Instance]") -> "Instance":
    return fleet[0]


@pytest.fixture
def shore(fleet: "list[Instance]") -> "Instance":
    return fleet[1]


@pytest.fixture
def vehicle(fleet: "list[Instance]") -> "Instance":
    return fleet[2]


@pytest.fixture
def radio(fleet: "list[Instance]") -> "Radio":
    from tests.logging_core.automation.sync.fleet import Radio

    return Radio(*fleet)
