"""Where on the net somebody is."""

import pytest

from logging_core.shared.networks import lies_in

NEAR = ["127.0.0.0/8", "10.0.0.0/8", "fd00::/8"]


@pytest.mark.parametrize("address", ["127.0.0.1", "10.255.0.1", "::ffff:10.0.0.1", "fd00::1", "fd00::1%eth0"])
def test_it_lies_in_a_network(address: str) -> None:
    assert lies_in(address, NEAR)


@pytest.mark.parametrize("address", ["8.8.8.8", "11.0.0.1", "::1", "::ffff:8.8.8.8", "", "nonsense"])
def test_it_lies_in_none(address: str) -> None:
    assert not lies_in(address, NEAR)
    assert not lies_in("127.0.0.1", [])
