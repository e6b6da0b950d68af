"""One running process: started in a session of its own, its output taken line by line."""

import asyncio
import contextlib
import os
import signal

from django.conf import settings

from sealog.processes.lines import Lines, Take
from sealog.processes.parent import end_with_parent
from sealog.processes.table import Process

ENVIRONMENT = {
    "PYTHONUNBUFFERED": "1",
    # The C library gives memory back sooner: ten megabytes less for each process, at no cost we could measure.
    "MALLOC_MMAP_THRESHOLD_": "65536",
    "MALLOC_ARENA_MAX": "2",
}


class Child:
    """A started row of the table."""

    def __init__(self, running: asyncio.subprocess.Process, pipes: list[Lines]) -> None:
        self.pid = running.pid
        self._running = running
        self._pipes = pipes

    @classmethod
    async def start(cls, row: Process, take: Take, results: Take | None = None) -> "Child":
        """Start it; each line it writes goes to `take`, its standard output to `results` if that is given."""
        log = Lines(take)
        out = Lines(results) if results else log
        pipes = [log, out] if results else [log]
        parent = os.getpid()
        try:
            running = await asyncio.create_subprocess_exec(
                *row.command(),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=out.writing,
                stderr=log.writing,
                cwd=settings.BASE_DIR,
                env={**ENVIRONMENT, **os.environ, **row.environment},
                pass_fds=row.sockets,
                start_new_session=True,
                preexec_fn=lambda: end_with_parent(row.orphan_signal, parent),
            )
        finally:
            for pipe in pipes:
                pipe.handed_over()
        return cls(running, pipes)

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
        for pipe in self._pipes:
            await pipe.last()
