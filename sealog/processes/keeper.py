"""Keeps one process running: whatever ends it, it comes back."""

import asyncio
import contextlib
import signal
import time

from sealog.processes.background import in_thread
from sealog.processes.child import Child
from sealog.processes.output import Output
from sealog.processes.register import Register
from sealog.processes.table import Process

FIRST_PAUSE, LONGEST_PAUSE = 0.2, 5.0  # seconds
SECONDS_TO_DIE = 0.5
HEALTHY = 10.0  # seconds of running after which the pauses start small again


class Keeper:
    """The one who starts a row of the table again and again until told to stop."""

    def __init__(self, row: Process, output: Output, register: Register) -> None:
        self.row = row
        self._output = output
        self._register = register
        self._child: Child | None = None
        self._stopping = asyncio.Event()
        self._task = asyncio.create_task(self._keep())

    async def stop(self, seconds: float, hurry: asyncio.Event) -> None:
        """End the process; what has not ended after `seconds`, or when in a `hurry`, is killed."""
        self._stopping.set()
        if self._child and not hurry.is_set():
            self._child.signal(self.row.stop_signal)
        impatience = asyncio.create_task(hurry.wait())
        await asyncio.wait({self._task, impatience}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        impatience.cancel()
        if self._child:
            self._child.signal(signal.SIGKILL)
        await asyncio.wait({self._task}, timeout=SECONDS_TO_DIE)

    async def _keep(self) -> None:
        pause = FIRST_PAUSE
        while not self._stopping.is_set():
            started = time.monotonic()
            how = await self._run_once()
            if self._stopping.is_set():
                return
            if time.monotonic() - started >= HEALTHY:
                pause = FIRST_PAUSE
            self._output.say(f"{self.row.name} ended ({how}); it is started again in {pause:g} s")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _run_once(self) -> str:
        """Run it once; gives how it ended, in words."""
        try:
            await in_thread(self.row.before)
            if self._stopping.is_set():
                return "not started"
            self._child = await Child.start(self.row, lambda line: self._output.line(self.row.name, line))
            self._register.note(self.row, self._child.pid)
            code = await self._child.ended()
            await in_thread(self.row.after)
            await self._child.last_lines()
        except Exception as error:
            return str(error)
        finally:
            self._child = None
            self._register.forget(self.row.name)
        return f"exit code {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"
