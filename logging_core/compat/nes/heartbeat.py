"""The beat of all sockets of a process: a ping every 15 s, and 5 s later the end of those that are dead."""

import asyncio
from collections.abc import Collection

from logging_core.compat.nes.listener import Listener
from logging_core.compat.nes.protocol import INTERVAL_S, TIMEOUT_S


async def beat_for_ever(listeners: Collection[Listener]) -> None:
    await asyncio.sleep(INTERVAL_S)
    while True:
        for listener in tuple(listeners):
            listener.ping()
        await asyncio.sleep(TIMEOUT_S)
        for listener in tuple(listeners):
            end_if_dead(listener)
        await asyncio.sleep(INTERVAL_S - TIMEOUT_S)


def end_if_dead(listener: Listener) -> None:
    """Dead is who neither said anything nor was sent anything but pings since the look before."""
    if not listener.alive:
        listener.let_go()
    listener.alive = False
