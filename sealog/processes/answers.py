"""Whether servers and pages answer: asked for real, never guessed from time gone by."""

import asyncio
import time
from collections.abc import Callable

import psycopg2

PAUSE = 0.1  # seconds between two questions
NEWS_EVERY = 10.0  # seconds between two lines about waiting


def until(what: str, asks: Callable[[], None], say: Callable[[str], None]) -> None:
    """Ask until there is an answer, for ever: a database may need long to recover after a power cut."""
    news = time.monotonic() + NEWS_EVERY
    while True:
        try:
            return asks()
        except (OSError, psycopg2.OperationalError) as error:
            if time.monotonic() >= news:
                say(f"waiting for {what}: {str(error).strip()}")
                news = time.monotonic() + NEWS_EVERY
        time.sleep(PAUSE)


async def page(address: tuple[str, int]) -> None:
    """Wait for the first HTTP answer. The listening socket is open already, so one question waits for it."""
    while not await _answered(address):
        await asyncio.sleep(PAUSE)  # the process that took the call died; ask the next one


async def _answered(address: tuple[str, int]) -> bool:
    try:
        reader, writer = await asyncio.open_connection(*address)
        writer.write(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        answer = await reader.readline()
        writer.close()
    except OSError:
        return False
    return answer.startswith(b"HTTP/")
