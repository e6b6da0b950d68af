"""The status for the open pages of a web process, from the real broker."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from logging_core.loggers.hub import Hub
from tests.logging_core.loggers.telling import part, tell

SECONDS = 10


@pytest.fixture
async def hub() -> AsyncIterator[Hub]:
    tell(None)
    made = Hub()
    yield made
    made.end()
    tell(None)


async def news(hub: Hub, seen: int) -> dict:
    await asyncio.wait_for(hub.after(seen), SECONDS)
    return json.loads(hub.summary)


async def subscribed(hub: Hub) -> int:
    """Tells until the hub hears it; gives the number of that news."""
    while hub.told == 0:
        tell({"gyro": {"state": "starting"}})
        await asyncio.sleep(0.05)
    return hub.told


async def test_without_a_supervisor_it_says_so(hub: Hub) -> None:
    frame = json.loads(hub.summary)
    assert (frame["status"], "not running" in frame["trouble"]) == (None, True)


async def test_a_status_that_stands_already_is_found_without_waiting_for_the_next() -> None:
    tell({"gyro": {"state": "running"}})
    hub = Hub()
    frame = await news(hub, 0)
    hub.end()
    tell(None)
    assert (frame["type"], frame["status"]["loggers"]["gyro"]["state"]) == ("status", "running")


async def test_each_status_is_news_brief_for_all_and_whole_for_one_logger(hub: Hub) -> None:
    seen = await subscribed(hub)
    parts = [
        part("readers.0", "UDPReader", tally={"too long": 2, "empty": 1}),
        part("writers.0", "TCPWriter", trouble="refused"),
        part("feeds.bridge", "UDPWriter", count=7, rate=1.0),
    ]
    tell({"gyro": {"state": "degraded", "last_lines": ["$HEHDT"], "parts": parts}})
    brief = (await news(hub, seen))["status"]["loggers"]["gyro"]
    assert (brief["state"], brief["faults"], brief["trouble"]) == ("degraded", 3, "TCPWriter: refused")
    assert brief["feeds"] == {"bridge": {"count": 7, "rate": 1.0, "trouble": None}}
    assert "last_lines" not in brief and "parts" not in brief
    whole = hub.of("gyro")
    assert whole and whole["last_lines"] == ["$HEHDT"] and len(whole["parts"]) == 3
    assert hub.of("radar") is None


async def test_a_supervisor_that_is_gone_is_noticed(hub: Hub) -> None:
    seen = await subscribed(hub)
    tell(None)
    frame = await news(hub, seen)
    while frame["status"] is not None:
        frame = await news(hub, hub.told)
    assert "not running" in frame["trouble"]


async def test_a_status_that_cannot_be_read_does_not_end_it(hub: Hub) -> None:
    import redis
    from django.conf import settings

    from logging_core.loggers.runtime.status import KEY
    from logging_core.streams.channels import channel

    await subscribed(hub)
    with redis.Redis.from_url(settings.REDIS_URL) as broker:
        broker.publish(channel(broker, KEY), "no json")
    seen = hub.told
    while hub.told == seen:
        tell({"gyro": {"state": "running"}})
        await asyncio.sleep(0.1)
    assert hub.of("gyro")["state"] == "running"


async def test_the_broker_may_be_away(settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    hub = Hub()
    frame = await news(hub, 0)
    hub.end()
    assert (frame["status"], "broker" in frame["trouble"]) == (None, True)
