"""One running process: started in a session of its own, its output taken line by line."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable

from django.conf import settings

from sealog.processes.lines import pump
from sealog.processes.parent import end_with_parent
from sealog.processes.table import Process

SECONDS_FOR_LAST_LINES = 1.0


class Child:
    """A started row of the table."""

    def __init__(self, running: asyncio.subprocess.Process, output: asyncio.Task[None]) -> None:
        self.pid = running.pid
        self._running = running
        self._output = output

    @classmethod
    async def start(cls, row: Process, take: Callable[[bytes], None]) -> "Child":
        """Start it; every line it writes goes to `take`."""
        ours, theirs = os.pipe()
        parent = os.getpid()
        try:
            running = await asyncio.create_subprocess_exec(
                *row.command(),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=theirs,
                stderr=theirs,
                cwd=settings.BASE_DIR,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
                pass_fds=row.sockets,
                start_new_session=True,
                preexec_fn=lambda: end_with_parent(row.orphan_signal, parent),
            )
        except BaseException:
            os.close(ours)
            raise
        finally:
            os.close(theirs)
        return cls(running, asyncio.create_task(pump(ours, take)))

    def signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._running.send_signal(number)

    async def ended(self) -> int:
        """Wait for the end; gives the exit code, or minus the signal that ended it. Its helpers end too."""
        code = await self._running.wait()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        return code

    async def last_lines(self) -> None:
        await asyncio.wait({self._output}, timeout=SECONDS_FOR_LAST_LINES)
        self._output.cancel()
