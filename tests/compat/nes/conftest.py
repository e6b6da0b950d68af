"""One running system, and the accounts and tokens with which the tests speak to it."""

import re
import secrets
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

import httpx
import pytest

from tests.compat.nes.talk import Socket
from tests.support.running import System

API = "/sealog-server/api/v1"
PASSWORD = re.compile(r"Password \(shown this once\): (\S+)")


class Server:
    """The running system as a client sees it; `as_admin` speaks HTTP with an admin's token."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.ws = system.url.replace("http", "ws", 1)

    @cached_property
    def admin_token(self) -> str:
        return self.log_in("admin", _password(self.system.log))

    @cached_property
    def as_admin(self) -> httpx.Client:
        return self.http(self.admin_token)

    def http(self, token: str) -> httpx.Client:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.Client(base_url=f"{self.system.url}{API}", headers=headers, timeout=20)

    def log_in(self, username: str, password: str) -> str:
        body = {"username": username, "password": password}
        answer = httpx.post(f"{self.system.url}{API}/auth/login", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()["token"]

    def token_of_new(self, *roles: str) -> str:
        """The token of a new account with these roles."""
        name, password = f"somebody-{secrets.token_hex(4)}", secrets.token_hex(12)
        account = {
            "username": name,
            "fullname": name,
            "email": f"{name}@example.org",
            "password": password,
            "roles": list(roles),
            "system_user": False,
            "disabled": False,
            "resetURL": f"{self.system.url}/reset/",
        }
        answer = self.as_admin.post("/users", json=account)
        assert answer.status_code == 201, answer.text
        return self.log_in(name, password)

    def create(self, kind: str, **fields: Any) -> str:
        """A new record; its id."""
        answer = self.as_admin.post(f"/{kind}", json=fields)
        assert answer.status_code == 201, answer.text
        return answer.json()["insertedId"]

    def socket(self, path: str = "/ws", **options: Any) -> Socket:
        return Socket(f"{self.ws}{path}", **options)


def _password(log: str) -> str:
    found = PASSWORD.search(log)
    assert found, log
    return found[1]


@pytest.fixture(scope="package")
def server() -> Iterator[Server]:
    with System(first_start=True) as system:  # it tells the password
        yield Server(system)


@pytest.fixture
def listening(server: Server) -> Iterator[Callable[..., Socket]]:
    """`listening(token, *paths)`: an open socket that has said hello and subscribed."""
    opened: list[Socket] = []

    def listen(token: str = "", *paths: str) -> Socket:
        socket = server.socket()
        opened.append(socket)
        answer = socket.hello(token, [f"/ws/status/{path}" for path in paths])
        assert "statusCode" not in answer, answer
        return socket

    yield listen
    for socket in opened:
        socket.close()
