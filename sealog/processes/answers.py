"""Whether the servers and the page answer: asked for real, never guessed from time gone by."""

import asyncio
from collections.abc import Callable

import psycopg2
import redis
from django.conf import settings

from sealog.processes.background import in_thread
from sealog.processes.output import Output

PAUSE = 0.1  # seconds between two questions
NEWS_EVERY = 10.0  # seconds between two lines about waiting


def database() -> None:
    """Raises psycopg2.OperationalError while the database does not answer."""
    wanted = settings.DATABASES["default"]
    psycopg2.connect(
        host=wanted["HOST"],
        port=wanted["PORT"] or None,
        user=wanted["USER"],
        password=wanted["PASSWORD"],
        dbname=wanted["NAME"],
        connect_timeout=2,
    ).close()


def broker() -> None:
    """Raises redis.RedisError while the broker does not answer."""
    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)
    try:
        client.ping()
    finally:
        client.close()


async def until(what: str, asks: Callable[[], None], output: Output) -> None:
    """Ask until there is an answer, for ever: a database may need long to recover after a power cut."""
    loop = asyncio.get_running_loop()
    news = loop.time() + NEWS_EVERY
    while True:
        try:
            return await in_thread(asks)
        except (psycopg2.OperationalError, redis.RedisError) as error:
            if loop.time() >= news:
                output.say(f"waiting for the {what}: {str(error).strip()}")
                news = loop.time() + NEWS_EVERY
        await asyncio.sleep(PAUSE)


async def page(address: tuple[str, int]) -> None:
    """Wait for the first HTTP answer. The listening socket is open already, so one question waits for it."""
    while True:
        try:
            reader, writer = await asyncio.open_connection(*address)
            writer.write(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            answer = await reader.readline()
            writer.close()
            if answer.startswith(b"HTTP/"):
                return
        except OSError:
            pass  # the process that took the call died; ask the next one
        await asyncio.sleep(PAUSE)
