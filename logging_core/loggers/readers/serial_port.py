"""SerialReader: lines of a serial port."""

import os
import time
from collections.abc import Callable
from typing import Any, ClassVar

import serial

from logging_core.loggers.base.component import Record
from logging_core.loggers.base.retrying import Backoff
from logging_core.loggers.readers.streaming import CHUNK, StreamReader
from logging_core.loggers.wires.serial_settings import SerialSettings

IN_TRANSIT = 0.1  # seconds; bytes that come so soon after opening belong to a line that was under way
KEPT = "port"


class SerialReader(StreamReader):
    """Reads to the newline and strips white space at the end; with `eol` to that mark; or `max_bytes` at a time.

    A blank line is nothing unless `allow_empty`. Text without an end mark for `timeout` seconds is given as it is,
    and counted. The port is opened again by its path when it went away, so a link to it may point elsewhere then.
    A line that was under way while the port was opened is counted, for it may lack its beginning.
    """

    failures = (OSError, serial.SerialException)
    passes_on: ClassVar[Callable[..., Any]] = SerialSettings

    def __init__(
        self,
        timeout: float | None = None,
        max_bytes: int | None = None,
        eol: str | None = None,
        allow_empty: bool = False,
        **settings: Any,
    ) -> None:
        super().__init__(eol, max_bytes)
        self.settings = SerialSettings(**settings)
        self.timeout = timeout
        self.allow_empty = allow_empty
        self._strips = eol is None and max_bytes is None
        self._port: serial.Serial | None = None
        self._heard = time.monotonic()
        self._fresh = True
        self.backoff = Backoff(longest=4.0)  # looking for a port costs nothing, and a sensor should be back soon

    def open(self) -> None:
        self._port = self.settings.open()
        self._heard = time.monotonic()
        self._fresh = True
        self._keep_open()

    def _keep_open(self) -> None:
        """A second one is kept, for ours may be locked. What came meanwhile waits in the port itself."""
        if (earlier := self.keeping.take(KEPT)) is not None:
            os.close(earlier)
            self.in_doubt = True
        try:
            second = os.open(self.settings.port, os.O_RDONLY | os.O_NOCTTY | os.O_NONBLOCK)
        except OSError:  # a port that opens only once
            self.keeping.let_go(KEPT)
            return
        self.keeping.keep(KEPT, second)
        os.close(second)

    def shut(self) -> None:
        port, self._port = self._port, None
        if port is not None:
            port.close()
        self.keeping.let_go(KEPT)

    def send(self, data: bytes) -> None:
        """Writes to the port and waits until it is out. Raises OSError."""
        if self._port is None:
            raise OSError("the port is not open")
        self._port.write(data)
        self._port.flush()

    def fill(self) -> bool:
        """Whether anything came within PATIENCE seconds, or waited long enough for its end."""
        port = self._port
        if port is None:
            raise OSError("the port was closed")
        data = port.read(max(1, min(port.in_waiting, CHUNK)))
        if data:
            if self._fresh:
                self._fresh = False
                self.in_doubt |= time.monotonic() - self._heard < IN_TRANSIT
            self._heard = time.monotonic()
            self.take(data)
        elif self.timeout is not None and time.monotonic() - self._heard > self.timeout:
            self.take_rest()
        return bool(data or self._records)

    def from_bytes(self, data: bytes) -> Record:
        line = data.rstrip() if self._strips else data
        if line or not self.allow_empty:
            return super().from_bytes(line)
        return self.record_of(line)
