"""The status of the loggers for every open page of a web process: one subscription, made ready once for all."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import redis.asyncio
from django.conf import settings
from redis.exceptions import RedisError

from logging_core.loggers.runtime.status import KEY
from logging_core.streams.channels import channel

log = logging.getLogger(__name__)
RETRY_S = 1.0
SILENCE_S = 3.0  # it speaks once a second; after this long we look whether the key still stands
NOT_RUNNING = "the supervisor of the loggers is not running"
NO_BROKER = "the broker does not answer"
IN_DETAIL = ("parts", "last_lines")  # only for pages that look at one logger

Plain = dict[str, Any]


class Hub:
    """`told` grows with each status; whoever waits for it then reads `summary` and `of(logger)`."""

    def __init__(self) -> None:
        self.told = 0
        self._status: Plain | None = None
        self._trouble: str | None = NOT_RUNNING
        self._news = asyncio.Condition()
        self._summary = self._summarised()
        self._task = asyncio.create_task(self._follow())

    @property
    def summary(self) -> str:
        """A frame for everybody, as text."""
        return self._summary

    def of(self, logger: str) -> Plain | None:
        """Everything that is known of one logger."""
        return self._status["loggers"].get(logger) if self._status else None

    def end(self) -> None:
        self._task.cancel()

    async def after(self, seen: int) -> int:
        """Waits until there is news; gives its number."""
        async with self._news:
            await self._news.wait_for(lambda: self.told != seen)
            return self.told

    async def _follow(self) -> None:
        while True:
            try:
                await self._listen()
            except (RedisError, OSError) as problem:
                await self._tell(None, f"{NO_BROKER}: {problem}")
            except Exception:
                log.exception("the status of the loggers could not be read; trying again")
            await asyncio.sleep(RETRY_S)

    async def _listen(self) -> None:
        async with redis.asyncio.from_url(settings.REDIS_URL) as broker, broker.pubsub() as heard:
            await heard.subscribe(channel(broker, KEY))
            await self._look(broker.get)
            while True:
                message = await heard.get_message(ignore_subscribe_messages=True, timeout=SILENCE_S)
                if message is None:
                    await self._look(broker.get)
                else:
                    await self._tell(json.loads(message["data"]), None)

    async def _look(self, read: Callable[[str], Awaitable[Any]]) -> None:
        text = await read(KEY)
        if text is None:
            await self._tell(None, NOT_RUNNING)
        elif self._status is None:
            await self._tell(json.loads(text), None)

    async def _tell(self, status: Plain | None, trouble: str | None) -> None:
        if status is None and self._status is None and trouble == self._trouble:
            return
        self._status, self._trouble = status, trouble
        self._summary = self._summarised()
        async with self._news:
            self.told += 1
            self._news.notify_all()

    def _summarised(self) -> str:
        status = self._status
        if status is not None:
            brief = {
                name: {key: value for key, value in told.items() if key not in IN_DETAIL}
                | _of_parts(told["parts"])
                for name, told in status["loggers"].items()
            }
            status = {**status, "loggers": brief}
        return json.dumps({"type": "status", "status": status, "trouble": self._trouble})


def _of_parts(parts: list[Plain]) -> Plain:
    """What lists show of the parts of a logger: how much was not kept, what is being retried, how feeds do."""
    troubles = [f"{part['class']}: {part['trouble']}" for part in parts if part["trouble"]]
    return {
        "faults": sum(sum(part["tally"].values()) for part in parts),
        "trouble": "; ".join(troubles),
        "feeds": {
            part["path"].removeprefix("feeds."): {key: part[key] for key in ("count", "rate", "trouble")}
            for part in parts
            if part["path"].startswith("feeds.")
        },
    }


_hubs: dict[asyncio.AbstractEventLoop, Hub] = {}


def hub() -> Hub:
    """The hub of the running event loop; started with the first page."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]
