"""Reading a child's output line by line, whatever the length of its lines."""

import asyncio
import os
from collections.abc import Callable

Take = Callable[[bytes], None]
LONGEST = 64 * 1024  # bytes; longer lines come in pieces
SECONDS_FOR_THE_LAST = 1.0


class Lines:
    """A pipe for a child to write to: every line that comes through goes to `take`."""

    def __init__(self, take: Take) -> None:
        self._reading, self.writing = os.pipe()
        self._take = take
        self._task = asyncio.create_task(self._pump())

    def handed_over(self) -> None:
        """The child has its own copy of the writing end: only then its end is noticed."""
        os.close(self.writing)

    async def last(self) -> None:
        """Wait for what is still in the pipe."""
        await asyncio.wait({self._task}, timeout=SECONDS_FOR_THE_LAST)
        self._task.cancel()

    async def _pump(self) -> None:
        reader = asyncio.StreamReader()
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(self._reading, "rb", 0)
        )
        rest = b""
        try:
            while chunk := await reader.read(LONGEST):
                rest = self._split(rest + chunk)
        finally:
            if rest:
                self._take(rest)
            transport.close()

    def _split(self, text: bytes) -> bytes:
        """Hand over the complete lines of `text`; gives what is left."""
        *lines, rest = text.split(b"\n")
        if len(rest) >= LONGEST:
            lines, rest = [*lines, rest], b""
        for line in lines:
            self._take(line.rstrip(b"\r"))
        return rest
