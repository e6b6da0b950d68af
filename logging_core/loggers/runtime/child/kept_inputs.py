"""The inputs that the supervisor keeps open for this process and for the one after it."""

import contextlib
import os

from logging_core.loggers.base.keeping import Keeping
from logging_core.loggers.runtime.channel import ChildsEnd, Closed
from logging_core.loggers.runtime.parts import NamedPart
from logging_core.loggers.wires.connected import ConnectedReader


class KeptInputs(Keeping):
    """Those of one reader. `earlier` are all that the process was born with; each is taken once."""

    def __init__(self, channel: ChildsEnd, reader: str, earlier: dict[str, int]) -> None:
        self._channel = channel
        self._reader = reader
        self._earlier = earlier

    def keep(self, name: str, file: int) -> None:
        with contextlib.suppress(Closed):
            self._channel.send({"keep": self._full(name)}, file)

    def take(self, name: str) -> int | None:
        return self._earlier.pop(self._full(name), None)

    def let_go(self, name: str) -> None:
        if (earlier := self.take(name)) is not None:
            os.close(earlier)
        with contextlib.suppress(Closed):
            self._channel.send({"let_go": self._full(name)})

    def _full(self, name: str) -> str:
        return f"{self._reader} {name}"


def hand_out(parts: list[NamedPart], channel: ChildsEnd, earlier: dict[str, int]) -> None:
    """To each reader what is its own."""
    for path, part, _ in parts:
        if isinstance(part, ConnectedReader):
            part.keeping = KeptInputs(channel, path, earlier)
