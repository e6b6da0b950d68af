"""Somebody in front of a browser: session, requests, live socket."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from logging_core.shared.ids import new_id
from tests.people import PASSWORD

Frame = dict[str, Any]


class Visitor:
    def __init__(self, url: str) -> None:
        self.url = url
        self.http = httpx.AsyncClient(base_url=url, timeout=20)

    async def log_in(self, username: str) -> "Visitor":
        await self.http.get("/login")
        answer = await self.http.post(
            "/login",
            data={"username": username, "password": "" if username == "guest" else PASSWORD},
            headers=self.csrf(),
        )
        assert answer.status_code == 302, answer.text
        return self

    def csrf(self) -> dict[str, str]:
        return {"X-CSRFToken": self.http.cookies["csrftoken"]}

    async def log(self, value: str = "FISH", **fields: Any) -> Frame:
        body = {"event_value": value, **fields}
        answer = await self.http.put(f"/api/events/{new_id()}", json=body, headers=self.csrf())
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def position(self) -> Frame:
        """`epoch` and `seq` of the feed now."""
        answer = (await self.http.get("/api/feed", params={"since": 2**60})).json()
        return {"epoch": answer["epoch"], "seq": answer["seq"]}

    def live(
        self, since: Frame | None = None, origin: str | None = "", readings: bool = False, **options: Any
    ) -> connect:
        """The live socket; `since` a position to catch up from; with `readings` position and depth, too."""
        query = {"since": since["seq"], "epoch": since["epoch"]} if since else {}
        asked = f"?{urlencode(query | ({'readings': 1} if readings else {}))}" if query or readings else ""
        cookies = "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())
        return connect(
            f"{self.url.replace('http', 'ws', 1)}/live{asked}",
            origin=self.url if origin == "" else origin,
            additional_headers={"Cookie": cookies},
            max_size=None,
            **options,
        )


async def next_frame(socket: ClientConnection, seconds: float = 10) -> Frame:
    return json.loads(await asyncio.wait_for(socket.recv(), seconds))


async def frames_until(
    socket: ClientConnection, enough: Callable[[Frame], bool], seconds: float = 20
) -> list[Frame]:
    """Every frame up to the first that is enough, without the beats."""
    frames: list[Frame] = []
    async with asyncio.timeout(seconds):
        while not frames or not enough(frames[-1]):
            frame = json.loads(await socket.recv())
            frames += [frame] if frame["type"] != "beat" or enough(frame) else []
    return frames


async def close_code(socket: ClientConnection, seconds: float = 10) -> int | None:
    """The code with which the server closes; what it sends before is left aside."""
    with suppress(ConnectionClosed):
        async with asyncio.timeout(seconds):
            async for _ in socket:
                pass
    return socket.close_code
