"""A hub in a process of its own, which prints what it hands out; `away` and `back` on its input interrupt it.

python -m tests.compat.nes.hub_apart      beside a running system, with its environment
"""

import asyncio
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sealog.settings")
django.setup()

from channels.db import database_sync_to_async  # noqa: E402

from logging_core.compat.nes.hub import Hub  # noqa: E402
from logging_core.compat.nes.listener import Listener  # noqa: E402
from logging_core.compat.nes.paths import PATHS  # noqa: E402
from logging_core.shared import feed  # noqa: E402
from logging_core.shared.pump import Follower, pump  # noqa: E402


def say(line: object) -> None:
    print(line, flush=True)


async def main() -> None:
    hub, listener = Hub(), Listener(paths=set(PATHS))
    hub.listeners.add(listener)
    await hub.ready()
    printing = asyncio.create_task(print_frames(listener))
    say("ready")
    away: tuple[Follower, ...] = ()
    while line := await asyncio.to_thread(sys.stdin.readline):
        if line.strip() == "away":
            away = leave()
        else:
            await come_back(away)
    printing.cancel()


async def print_frames(listener: Listener) -> None:
    while True:
        say(await listener.next())


def leave() -> tuple[Follower, ...]:
    """The pump goes on without its followers."""
    followers = tuple(pump().followers)
    for follower in followers:
        pump().leave(follower)
    say("away")
    return followers


async def come_back(followers: tuple[Follower, ...]) -> None:
    """The followers are let go, after the pump has seen everything that there is."""
    while pump().position != await database_sync_to_async(feed.head)():
        await asyncio.sleep(0.05)
    for follower in followers:
        follower.let_go()


asyncio.run(main())
