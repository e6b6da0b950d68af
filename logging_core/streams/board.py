"""What the board of values shows: once a second what changed, made into text once for all pages of a process."""

import asyncio
import json
from typing import Any

from asgiref.sync import sync_to_async

from logging_core.shared import clock
from logging_core.streams.following import following
from logging_core.streams.publishing import NOT_STORED
from logging_core.streams.recent import TRACE_STEP_S, Arrival, Recent

TICK_S = 1.0
LONGEST_SHOWN = 200


class Board:
    """`number` is that of the last arrival which `text` tells of; `since` that before its first one."""

    def __init__(self, recent: Recent) -> None:
        self.recent = recent
        self.since = self.number = recent.number
        self.text = ""
        self._tick = asyncio.Event()
        self._task = asyncio.get_running_loop().create_task(self._run())

    def everything(self) -> tuple[int, str]:
        """The first frame of a page, and its number."""
        number, newest = self.recent.changed(-1)
        traces = {name: trace for name, trace in self.recent.traces() if not name.startswith(NOT_STORED)}
        return number, _frame("all", newest, step=TRACE_STEP_S, traces=traces)

    async def next(self, number: int) -> tuple[int, str]:
        """What came after `number`, as soon as the second is over."""
        tick = self._tick
        await tick.wait()
        if number == self.since:
            return self.number, self.text
        number, newest = self.recent.changed(number)
        return number, _frame("values", newest)

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            self.since = self.number
            self.number, newest = self.recent.changed(self.since)
            self.text = _frame("values", newest)
            waiting, self._tick = self._tick, asyncio.Event()
            waiting.set()


def _frame(kind: str, newest: dict[str, Arrival], **more: Any) -> str:
    values = {n: [a.timestamp, _shown(a.value)] for n, a in newest.items() if not n.startswith(NOT_STORED)}
    return json.dumps({"type": kind, "now": clock.iso(clock.now()), "values": values, **more})


def _shown(value: Any) -> Any:
    if isinstance(value, str | list | dict):
        text = value if isinstance(value, str) else json.dumps(value)
        return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"
    return value


_boards: dict[asyncio.AbstractEventLoop, Board] = {}


async def board() -> Board:
    """That of the running event loop; started with the first page."""
    loop = asyncio.get_running_loop()
    if loop not in _boards:
        recent = await sync_to_async(following().wait, thread_sensitive=False)()
        if loop not in _boards:  # another page may have been faster
            _boards[loop] = Board(recent)
    return _boards[loop]
