"""PolledSerialReader: a serial device that speaks when it is asked."""

import itertools
import time
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from logging_core.loggers.base.component import Record
from logging_core.loggers.base.framing import unescape
from logging_core.loggers.readers.serial_port import SerialReader

PAUSE = "__PAUSE__"
Commands = str | list | None


class PolledSerialReader(SerialReader):
    """Sends `start_cmd` when it opens, `pre_read_cmd` before every read, `stop_cmd` when it closes.

    A command is a text or a list of texts with escapes such as \\r\\n; `__PAUSE__ [seconds]` waits. `pre_read_cmd`
    may be a mapping of lists: one entry a read, in turn. A device that does not answer is asked again.
    """

    passes_on: ClassVar[Callable[..., Any]] = SerialReader

    def __init__(
        self,
        start_cmd: str | list | None = None,
        pre_read_cmd: str | list | dict | None = None,
        stop_cmd: str | list | None = None,
        **arguments: Any,
    ) -> None:
        super().__init__(**arguments)
        self._start = _steps(start_cmd)
        self._stop = _steps(stop_cmd)
        self._polls = _polls(pre_read_cmd)

    def open(self) -> None:
        super().open()
        self._send_all(self._start)

    def receive(self) -> Record:
        if not self._records:
            self._send_all(next(self._polls))
        return super().receive()

    def close(self) -> None:
        if self.is_open and self._port is not None:
            try:
                self._send_all(self._stop)
            except self.failures as trouble:
                self.tally.add("stop command not sent", trouble)
        super().close()

    def _send_all(self, steps: list[bytes | float]) -> None:
        for step in steps:
            if isinstance(step, float):
                time.sleep(step)
            else:
                self.send(step)


def _polls(commands: str | list | dict | None) -> Iterator[list[bytes | float]]:
    turns = list(commands.values()) if isinstance(commands, dict) else [commands]
    return itertools.cycle([_steps(turn) for turn in turns])


def _steps(commands: Commands) -> list[bytes | float]:
    """Bytes to send and seconds to wait, in order. Raises ValueError."""
    texts = [] if commands is None else commands if isinstance(commands, list) else [commands]
    return [_step(str(text)) for text in texts]


def _step(text: str) -> bytes | float:
    if not text.startswith(PAUSE):
        return unescape(text).encode("latin-1")
    seconds = text.removeprefix(PAUSE).strip()
    try:
        return float(seconds or 1)
    except ValueError:
        raise ValueError(f"{text}: expected seconds behind {PAUSE}") from None
