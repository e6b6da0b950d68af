"""The overview for every open page of a web process: read once a second while somebody looks."""

import asyncio
import json
import logging

from channels.db import database_sync_to_async
from django.db import DatabaseError, InterfaceError

from monitoring.console import overview

log = logging.getLogger(__name__)
EVERY_S = 1.0


class Hub:
    """`told` grows with each change; whoever waits for it then reads `frame`."""

    def __init__(self) -> None:
        self.told = 0
        self.frame = ""
        self.watchers = 0
        self._news = asyncio.Condition()
        self._task = asyncio.create_task(self._follow())

    async def after(self, seen: int) -> int:
        """Waits until there is news; gives its number."""
        async with self._news:
            await self._news.wait_for(lambda: self.told != seen)
            return self.told

    async def _follow(self) -> None:
        while True:
            if self.watchers:
                try:
                    await self._look()
                except (DatabaseError, InterfaceError) as problem:
                    log.warning("the archive's pages wait for the database: %s", problem)
                except Exception:
                    log.exception("the overview of the archive could not be read; trying again")
            await asyncio.sleep(EVERY_S)

    async def _look(self) -> None:
        found = await database_sync_to_async(overview.common)()
        frame = json.dumps({"type": "overview", **found})
        if frame == self.frame:
            return
        self.frame = frame
        async with self._news:
            self.told += 1
            self._news.notify_all()


_hubs: dict[asyncio.AbstractEventLoop, Hub] = {}


def hub() -> Hub:
    """The hub of the running event loop; started with the first page."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]
