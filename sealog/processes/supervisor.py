"""Starts the processes in order, keeps them running, and stops them in the reverse order."""

import asyncio
import functools
import signal
import socket

from sealog.embedded.trouble import CannotStart
from sealog.processes import answers
from sealog.processes.background import in_thread
from sealog.processes.child import Child
from sealog.processes.keeper import Keeper
from sealog.processes.output import Output
from sealog.processes.register import Register
from sealog.processes.table import SEALOG, SERVERS, Process, preparation, processes
from sealog.processes.welcome import address, welcome

# Seconds a stage may take to stop before it is killed; with the time to die, below ten in all.
SECONDS_TO_STOP = {SEALOG: 4.0, SERVERS: 4.0}


class Supervisor:
    """Runs all rows of the table until a signal asks to stop."""

    def __init__(self, listener: socket.socket, output: Output, register: Register) -> None:
        self._rows = processes(listener.fileno())
        self._output = output
        self._register = register
        self._keepers: list[Keeper] = []
        self._stopping = asyncio.Event()
        self._hurry = asyncio.Event()

    @classmethod
    async def serve(cls, listener: socket.socket, output: Output, register: Register) -> None:
        """Run until stopped. Raises what made the start impossible, after stopping what runs."""
        await cls(listener, output, register)._serve()

    async def _serve(self) -> None:
        self._listen_to_signals()
        start = asyncio.create_task(self._start())
        stop = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait({start, stop}, return_when=asyncio.FIRST_COMPLETED)
            if start.done():
                start.result()
            await stop
        finally:
            start.cancel()
            await self._stop_all()

    def _listen_to_signals(self) -> None:
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGINT, self._asked_to_stop)
        loop.add_signal_handler(signal.SIGTERM, self._asked_to_stop)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup asks to outlive the terminal
            loop.add_signal_handler(signal.SIGHUP, self._asked_to_stop)

    def _asked_to_stop(self) -> None:
        if self._stopping.is_set():
            self._hurry.set()
        else:
            self._output.say("stopping")
        self._stopping.set()

    async def _start(self) -> None:
        servers = self._stage(SERVERS)
        for row in servers:
            await in_thread(row.before)  # what can not be helped is told now, not tried for ever
        self._keep(servers)
        # The preparation waits for the servers itself; meanwhile it loads its code.
        accounts, _ = await asyncio.gather(self._prepare(), self._wait_for(servers))
        self._keep(self._stage(SEALOG))
        await answers.page(address())
        self._output.block(welcome(accounts))

    async def _wait_for(self, rows: list[Process]) -> None:
        for row in rows:
            await in_thread(functools.partial(answers.until, row.name, row.answers, self._output.say))

    async def _prepare(self) -> list[str]:
        """Gives the lines to show about accounts."""
        row, accounts = preparation(), list[str]()
        child = await Child.start(
            row,
            take=lambda line: self._output.line(row.name, line),
            results=lambda line: accounts.append(line.decode()),
        )
        try:
            code = await child.ended()
            await child.last_lines()
        finally:
            child.signal(signal.SIGKILL)
        if code:
            raise CannotStart("The preparation failed; the lines above say why.")
        return accounts

    def _stage(self, stage: int) -> list[Process]:
        return [row for row in self._rows if row.stage == stage]

    def _keep(self, rows: list[Process]) -> None:
        self._keepers += [Keeper(row, self._output, self._register) for row in rows]

    async def _stop_all(self) -> None:
        for stage, seconds in sorted(SECONDS_TO_STOP.items(), reverse=True):
            last_first = [keeper for keeper in reversed(self._keepers) if keeper.row.stage == stage]
            await asyncio.gather(*(keeper.stop(seconds, self._hurry) for keeper in last_first))
