"""The output of a running data export, from the worker to the sockets that asked for it."""

import asyncio
import logging
from collections.abc import Callable

from channels.layers import get_channel_layer

from logging_core.exchange.package.console import GROUP

log = logging.getLogger(__name__)
RETRY_S = 2
START_WITHIN_S = 2


class Output:
    """Listens to the channel layer from the first asking on; lines said while the broker is away are lost."""

    def __init__(self, tell: Callable[[str, str, bool], None]) -> None:
        self._tell = tell
        self._task: asyncio.Task | None = None
        self._listening = asyncio.Event()

    async def ready(self) -> None:
        """Wait until no line said from now on is missed; not for long when the broker is away."""
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._listen_for_ever())
        try:
            await asyncio.wait_for(self._listening.wait(), START_WITHIN_S)
        except TimeoutError:
            log.warning("the output of exports cannot be shown: the broker does not answer")

    async def _listen_for_ever(self) -> None:
        while True:
            try:
                await self._listen()
            except Exception as problem:
                log.warning("the output of exports lost the broker: %s", problem)
                self._listening.clear()
                await asyncio.sleep(RETRY_S)

    async def _listen(self) -> None:
        layer = get_channel_layer()
        channel = await layer.new_channel()
        await layer.group_add(GROUP, channel)
        self._listening.set()
        while True:
            said = await layer.receive(channel)
            self._tell(said["text"], said["open_text"], said["last"])
