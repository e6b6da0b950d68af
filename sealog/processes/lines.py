"""Reading a child's output line by line, whatever the length of its lines."""

import asyncio
import os
from collections.abc import Callable

LONGEST = 64 * 1024  # bytes; longer lines come in pieces


async def pump(pipe: int, take: Callable[[bytes], None]) -> None:
    """Hand every line that arrives at the file descriptor `pipe` to `take`, until no writer is left."""
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    transport, _ = await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(pipe, "rb", 0)
    )
    rest = b""
    try:
        while chunk := await reader.read(LONGEST):
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                take(line.rstrip(b"\r"))
            if len(rest) >= LONGEST:
                take(rest)
                rest = b""
    finally:
        if rest:
            take(rest)
        transport.close()
