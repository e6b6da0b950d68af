"""Position and depth for the header strip: the newest values of the streams that the settings name, each second.

Made into text once for all pages of a process. Streams that nobody fills are left out.
"""

import asyncio
import json
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings

from logging_core.streams.following import following
from logging_core.streams.models import Stream
from logging_core.streams.recent import Recent

TICK_S = 1.0


def wanted() -> dict[str, Any]:
    """Names of streams in the order of preference: pairs of latitude and longitude, depths."""
    pairs = zip(settings.STRIP_LATITUDE, settings.STRIP_LONGITUDE, strict=False)
    return {"position": [list(pair) for pair in pairs], "depth": settings.STRIP_DEPTH}


def names() -> list[str]:
    return [*settings.STRIP_LATITUDE, *settings.STRIP_LONGITUDE, *settings.STRIP_DEPTH]


def stored() -> dict[str, Any]:
    """Of each named stream with numbers: device, unit, and its latest value as [Unix seconds, number]."""
    streams = Stream.objects.named(names()).filter(latest__number__isnull=False)
    return {
        stream.name: {
            "source": stream.source,
            "unit": stream.unit,
            "latest": [stream.latest.at.timestamp(), stream.latest.number],
        }
        for stream in streams
    }


class Readings:
    """The ticker of one event loop."""

    def __init__(self, recent: Recent) -> None:
        self._recent = recent
        self._text = ""
        self._tick = asyncio.Event()
        self._task = asyncio.get_running_loop().create_task(self._run())

    def now(self) -> str:
        """A frame with all of them, as they are."""
        return self._frame()

    async def next(self, seen: str) -> str:
        """A later frame than the one that was seen, as soon as one of them has changed."""
        if self._text in ("", seen):
            await self._tick.wait()
        return self._text

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            text = self._frame()
            if text != self._text:
                self._text = text
                waiting, self._tick = self._tick, asyncio.Event()
                waiting.set()

    def _frame(self) -> str:
        newest = {name: self._recent.newest(name) for name in names()}
        values = {
            name: [arrival.timestamp, arrival.value]
            for name, arrival in newest.items()
            if arrival is not None and type(arrival.value) in (float, int)
        }
        return json.dumps({"type": "readings", "values": values})


_readings: dict[asyncio.AbstractEventLoop, Readings] = {}


async def readings() -> Readings:
    """Those of the running event loop; started with the first page."""
    loop = asyncio.get_running_loop()
    if loop not in _readings:
        recent = await sync_to_async(following().wait, thread_sensitive=False)()
        if loop not in _readings:  # another page may have been faster
            _readings[loop] = Readings(recent)
    return _readings[loop]
