"""SerialWriter: lines to a serial port."""

from typing import Any

import serial

from logging_core.loggers.base.component import Record
from logging_core.loggers.base.framing import unescape
from logging_core.loggers.wires.connected import ConnectedWriter
from logging_core.loggers.wires.serial_settings import SerialSettings

WRITE_TIMEOUT = 2.0  # seconds


class SerialWriter(ConnectedWriter):
    """Opens the port again when it went away. A write waits for `write_timeout` seconds, 2 unless given.

    `timeout` is accepted; nothing is read.
    """

    failures = (OSError, serial.SerialException)
    passes_on = SerialSettings

    def __init__(self, timeout: float | None = None, eol: str = "\n", **settings: Any) -> None:
        super().__init__()
        if settings.get("write_timeout") is None:
            settings["write_timeout"] = WRITE_TIMEOUT
        self.settings = SerialSettings(**settings)
        self._eol = unescape(eol).encode("latin-1")
        self._port: serial.Serial | None = None

    def open(self) -> None:
        self._port = self.settings.open()

    def send(self, record: Record) -> None:
        data = self.bytes_of(record)
        if data is None:
            return
        if self._port is None:
            raise OSError("the port was closed")
        self._port.write(data + self._eol)

    def shut(self) -> None:
        port, self._port = self._port, None
        if port is not None:
            port.close()
