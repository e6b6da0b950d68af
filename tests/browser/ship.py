"""A running system with its clerk, and the sessions of its people."""

from typing import Any

import httpx

from tests.browser.clerk import Clerk
from tests.people import PASSWORD
from tests.support.running import System


class Ship:
    """`ship.clerk` prepares and looks into the record; `ship.cookies("ana")` is Ana's session."""

    def __init__(self, system: System, password: str = PASSWORD) -> None:
        self.system = system
        self.url = system.url
        self.clerk = Clerk(system)
        self._password = password
        self._sessions: dict[str, httpx.Client] = {}

    def client(self, name: str) -> httpx.Client:
        """Somebody logged in through the login page, as a script would."""
        if name not in self._sessions:
            client = httpx.Client(base_url=self.url, timeout=20)
            client.get("/login").raise_for_status()
            fields = {"username": name, "password": "" if name == "guest" else self._password}
            answer = client.post("/login", data=fields, headers=csrf(client))
            assert answer.status_code == 302, f"{name} could not log in: {answer.text}"
            client.get("/").raise_for_status()
            self._sessions[name] = client
        return self._sessions[name]

    def cookies(self, name: str) -> list[dict[str, str]]:
        jar = self.client(name).cookies
        return [{"name": key, "value": value, "url": self.url} for key, value in jar.items()]

    def send(self, name: str, method: str, path: str, body: Any) -> httpx.Response:
        client = self.client(name)
        return client.request(method, path, json=body, headers=csrf(client))

    def close(self) -> None:
        for client in self._sessions.values():
            client.close()
        self.clerk.close()


def csrf(client: httpx.Client) -> dict[str, str]:
    return {"X-CSRFToken": client.cookies["csrftoken"], "Referer": str(client.base_url)}
