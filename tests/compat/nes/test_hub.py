"""The hub when it is interrupted: what happened meanwhile is published once and in order."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from logging_core.shared.ids import new_id
from tests.bench.running import database
from tests.compat.nes.conftest import Server
from tests.compat.nes.talk import Socket
from tests.compat.nes.test_publications import EVENTS, Listening, log
from tests.support.running import ROOT
from tests.support.waiting import until

pytestmark = pytest.mark.system
CUT_EVERY_CONNECTION = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


class Apart:
    """The hub in a process of its own."""

    def __init__(self, server: Server) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.compat.nes.hub_apart"],
            cwd=ROOT,
            env=server.system.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.hear() == "ready"

    def hear(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def say(self, word: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{word}\n")
        self.process.stdin.flush()

    def published(self) -> Any:
        """The next new event that is published."""
        while True:
            frame = json.loads(self.hear())
            if frame.get("path") == "/ws/status/newEvents":
                return frame["message"]


@pytest.fixture
def apart(server: Server) -> Iterator[Apart]:
    hub = Apart(server)
    yield hub
    hub.process.kill()
    hub.process.wait()


def test_a_hub_that_was_let_go_catches_up(server: Server, apart: Apart) -> None:
    before = [log(server) for _ in range(3)]
    assert [apart.published() for _ in before] == before
    apart.say("away")
    while apart.hear() != "away":
        pass
    meanwhile = [log(server) for _ in range(5)]
    apart.say("back")
    assert [apart.published() for _ in meanwhile] == meanwhile
    after = log(server)
    assert apart.published() == after


def test_a_hub_that_loses_the_database_loses_no_publication(server: Server, listening: Listening) -> None:
    socket = listening("", *EVENTS)
    ids = [new_id() for _ in range(40)]
    with database(server.system) as connection, connection.cursor() as cursor:
        for number, id in enumerate(ids):
            if number % 8 == 3:
                cursor.execute(CUT_EVERY_CONNECTION)
            log_surely(server, id)
    assert [event["id"] for event in new_events(socket, len(ids))] == ids
    assert socket.all_published() == []


def log_surely(server: Server, id: str) -> None:
    """Again until it is stored: the request itself may have lost its connection."""

    def stored() -> bool:
        answer = server.as_admin.post("/events", json={"id": id, "event_value": "CUT"})
        return answer.status_code == 201 or answer.json()["message"] == "duplicate event ID"

    until(stored, 20, lambda: f"{id} is stored")


def new_events(socket: Socket, count: int) -> list[dict[str, Any]]:
    return [socket.published()[1] for _ in range(count)]
