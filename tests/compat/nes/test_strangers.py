"""Who may listen without a token, and what becomes of a bad one (`SEALOG_WS_ANONYMOUS`, `SEALOG_WS_STRICT`)."""

from collections.abc import Iterator
from typing import Any

import pytest

from logging_core.compat.nes.identity import NotWelcome, identify, is_near
from tests.compat.nes.conftest import Server
from tests.support.running import System

UNAUTHORIZED = {"error": "Unauthorized", "message": "Missing authentication"}


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "::1",
        "10.1.2.3",
        "172.16.0.9",
        "192.168.1.1",
        "fd00::1",
        "fe80::1%eth0",
        "::ffff:192.168.1.1",
        "169.254.1.1",
    ],
)
def test_loopback_and_private_networks_are_near(address: str) -> None:
    assert is_near(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "172.32.0.1", "2001:4860::1", "::ffff:8.8.8.8", "", "nonsense"])
def test_everything_else_is_far(address: str) -> None:
    assert not is_near(address)


@pytest.mark.parametrize(
    ("setting", "near", "far"), [("private", True, False), ("any", True, True), ("off", False, False)]
)
async def test_the_setting_says_from_where_strangers_may_listen(
    settings: Any, setting: str, near: bool, far: bool
) -> None:
    settings.WS_ANONYMOUS = setting
    for address, welcome in ((None, near), ("127.0.0.1", near), ("192.168.1.7", near), ("8.8.8.8", far)):
        if welcome:
            assert await identify(None, address) is None
        else:
            with pytest.raises(NotWelcome):
                await identify(None, address)


@pytest.fixture(scope="module")
def proxied_server() -> Iterator[Server]:
    """With a proxy in front that says from where its callers come."""
    with System(env={"SEALOG_TLS": "1"}) as system:
        yield Server(system)


@pytest.mark.system
@pytest.mark.parametrize(("address", "welcome"), [("10.1.2.3", True), ("8.8.8.8", False)])
def test_behind_a_proxy_the_address_of_the_caller_counts(
    proxied_server: Server, address: str, welcome: bool
) -> None:
    with proxied_server.socket(additional_headers={"X-Forwarded-For": address}) as socket:
        answer = socket.hello()
        if welcome:
            assert answer["heartbeat"]
        else:
            assert (answer["statusCode"], socket.wait_closed()) == (401, 1008)


@pytest.fixture(scope="module")
def closed_server() -> Iterator[Server]:
    with System(env={"SEALOG_WS_ANONYMOUS": "off", "SEALOG_WS_STRICT": "1"}, first_start=True) as system:
        yield Server(system)


@pytest.mark.system
@pytest.mark.parametrize(
    ("token", "payload"),
    [
        ("", UNAUTHORIZED),
        ("not.a.token", {"error": "Unauthorized", "message": "Invalid token format"}),
        ("nonsense", UNAUTHORIZED),
    ],
)
def test_strangers_can_be_refused(closed_server: Server, token: str, payload: dict[str, Any]) -> None:
    with closed_server.socket() as socket:
        answer = socket.hello(token)
        assert answer == {"type": "hello", "id": "test", "statusCode": 401, "payload": payload}
        assert socket.wait_closed() == 1008


@pytest.mark.system
def test_people_with_a_token_are_welcome_all_the_same(closed_server: Server) -> None:
    with closed_server.socket() as socket:
        assert socket.hello(closed_server.admin_token)["heartbeat"]
