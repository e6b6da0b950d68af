"""The live socket of the loggers' pages, in the running system of the other live socket."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.logging_core.console.visitor import Frame, Visitor, close_code, frames_until, next_frame

pytestmark = pytest.mark.system
SIGN_IN = 4401
CRUISE = b"loggers: {gyro: {configs: {'off': {}}}}"


def live(visitor: Visitor, origin: str = "", **options: Any) -> connect:
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.http.cookies.items())
    return connect(
        f"{visitor.url.replace('http', 'ws', 1)}/loggers/live",
        origin=origin or visitor.url,
        additional_headers={"Cookie": cookies},
        **options,
    )


def kind(name: str) -> Callable[[Frame], bool]:
    return lambda frame: frame["type"] == name


async def test_a_page_is_greeted_and_told_the_status_at_once(visitor) -> None:
    async with live(await visitor("watcher")) as socket:
        assert set(await next_frame(socket)) == {"type", "now"}
        status = (await frames_until(socket, kind("status"), seconds=5))[-1]
        assert set(status) == {"type", "status", "trouble"}


async def test_a_stranger_is_sent_to_the_login_and_another_site_gets_no_socket(visitor, live_system) -> None:
    async with live(Visitor(live_system.url)) as socket:
        assert await close_code(socket) == SIGN_IN
    with pytest.raises(InvalidStatus):
        async with live(await visitor("watcher"), origin="http://elsewhere.example"):
            pass


async def test_a_change_of_what_is_to_run_is_told_to_everybody_who_looks(visitor) -> None:
    tech, watcher = await visitor("logger_manager"), await visitor("watcher")
    async with live(watcher) as socket:
        await next_frame(socket)
        sent = await tech.http.post(
            "/api/cruise-definitions", files={"files": ("a.yaml", CRUISE)}, headers=tech.csrf()
        )
        assert sent.status_code == 201, sent.text
        change = (await frames_until(socket, kind("change"), seconds=2))[-1]
        assert change == {"type": "change", "kind": "cruise_definition", "verb": "load", "actor": "logger_manager"}
        path = f"/api/cruise-definitions/{sent.json()['definition']['id']}/apply"
        assert (await tech.http.post(path, json={}, headers=tech.csrf())).status_code == 200
        assert (await frames_until(socket, kind("change"), seconds=2))[-1]["kind"] == "loggers"


async def test_one_logger_is_told_in_detail_to_the_page_that_watches_it(visitor) -> None:
    async with live(await visitor("watcher")) as socket:
        await next_frame(socket)
        await socket.send(json.dumps({"type": "watch", "logger": "nobody"}))
        frame = (await frames_until(socket, kind("logger"), seconds=5))[-1]
        assert frame == {"type": "logger", "name": "nobody", "logger": None}


@pytest.mark.parametrize(
    "junk", ["", "x", "[]", "7", '{"type": "watch"}', '{"type": "watch", "logger": []}', "[" * 9999]
)
async def test_junk_is_left_aside(visitor, junk: str) -> None:
    async with live(await visitor("watcher")) as socket:
        await next_frame(socket)
        await socket.send(junk)
        assert (await frames_until(socket, lambda frame: frame["type"] in ("status", "beat"), seconds=5))[-1]
