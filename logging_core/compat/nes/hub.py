"""The hub of a web process: follows the journal once and hands publications to every socket that wants them."""

import asyncio
import logging
from collections.abc import Coroutine, Sequence

from channels.db import database_sync_to_async

from logging_core.compat.nes import protocol
from logging_core.compat.nes.heartbeat import beat_for_ever
from logging_core.compat.nes.listener import Listener
from logging_core.compat.nes.output import Output
from logging_core.compat.nes.publications import Publication, publications
from logging_core.exchange.package.console import LAST_LINE, ended_unheard
from logging_core.shared import feed
from logging_core.shared.models import Change
from logging_core.shared.pump import Follower, pump

log = logging.getLogger(__name__)
START_WITHIN_S = 2
RETRY_S = 1


class Hub:
    """Started with the first socket of the process and running from then on."""

    def __init__(self) -> None:
        self.listeners: set[Listener] = set()
        self.output = Output(self._tell_output)
        self._following = asyncio.Event()
        self._position: feed.Position | None = None
        self._tasks = [self._start(beat_for_ever(self.listeners)), self._start(self._follow_for_ever())]

    async def ready(self) -> None:
        """Wait until nothing that is stored from now on is missed; not for long when the database is away."""
        try:
            await asyncio.wait_for(self._following.wait(), START_WITHIN_S)
        except TimeoutError:
            log.warning("a Sealog client came in while the feed had no database")

    def hand_out(self, publication: Publication) -> None:
        for listener in self.listeners:
            if publication.path in listener.paths:
                frame = publication.frame_for(listener.person)
                if frame is not None:
                    listener.offer(frame)

    @staticmethod
    def _start(work: Coroutine) -> asyncio.Task:
        return asyncio.get_running_loop().create_task(work)

    def _tell_output(self, text: str, open_text: str, last: bool) -> None:
        for listener in tuple(self.listeners):
            if listener.wants_output:
                listener.offer(protocol.update(text if listener.is_admin else open_text))
                if last:
                    listener.let_go()

    async def _follow_for_ever(self) -> None:
        while True:
            try:
                await self._follow()
            except Exception:
                log.exception("publishing to Sealog clients failed and starts again")
                await asyncio.sleep(RETRY_S)

    async def _follow(self) -> None:
        """Follow the pump until it lets go; what was missed between is read from the journal."""
        follower, now = await pump().join(None)
        self._following.set()
        try:
            await self._publish(await self._missed(now), now)
            while not follower.lost:
                if changes := await _waiting(follower):
                    await self._publish(changes, feed.Position(now.epoch, changes[-1].seq))
        finally:
            pump().leave(follower)

    async def _missed(self, now: feed.Position) -> list[Change]:
        was = self._position
        if was is None or was.seq == now.seq or not feed.can_follow(was, now):
            return []
        return await database_sync_to_async(feed.after)(was.seq, now.seq)

    async def _publish(self, changes: Sequence[Change], position: feed.Position) -> None:
        if changes and any(listener.paths for listener in self.listeners):
            for publication in await database_sync_to_async(publications)(changes):
                self.hand_out(publication)
        self._end_of_changed_accounts(changes)
        self._end_of_exports(changes)
        self._position = position

    def _end_of_exports(self, changes: Sequence[Change]) -> None:
        """An export that ended while no worker was at it: nobody else tells those who wait for its last line."""
        for change in changes:
            if change.kind == "job" and ended_unheard(change.verb, change.after or {}):
                self._tell_output(LAST_LINE.format(1), LAST_LINE.format(1), True)

    def _end_of_changed_accounts(self, changes: Sequence[Change]) -> None:
        """Who an account stands for may have changed: its sockets come back as who they are now."""
        changed = {change.record_id for change in changes if change.kind == "user"}
        for listener in self.listeners if changed else ():
            if listener.person is not None and listener.person.id in changed:
                listener.let_go()


async def _waiting(follower: Follower) -> list[Change]:
    """Everything that waits; at least one change, unless the pump let go."""
    bulletins = [await follower.queue.get()]
    while not follower.queue.empty():
        bulletins.append(follower.queue.get_nowait())
    return [bulletin.change for bulletin in bulletins if bulletin is not None]


_hubs: dict[asyncio.AbstractEventLoop, Hub] = {}


def hub() -> Hub:
    """The hub of the running event loop; started with the first socket."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]
