"""SerialWriter: lines to a serial port."""

import serial

from logging_core.loggers.component import Record, as_text
from logging_core.loggers.connected import ConnectedWriter
from logging_core.loggers.framing import encoded, unescape
from logging_core.loggers.readers.serial_settings import SerialSettings


class SerialWriter(ConnectedWriter):
    """Opens the port again when it went away. A write waits for `write_timeout` seconds, 2 unless given."""

    failures = (OSError, serial.SerialException)

    def __init__(
        self,
        port: str,
        baudrate: int = 9600,
        bytesize: int = 8,
        parity: str = "N",
        stopbits: int | float = 1,
        timeout: float | None = None,
        xonxoff: bool = False,
        rtscts: bool = False,
        write_timeout: float | None = None,
        dsrdtr: bool = False,
        inter_byte_timeout: float | None = None,
        exclusive: bool | None = None,
        eol: str = "\n",
    ) -> None:
        super().__init__()
        self.settings = SerialSettings(
            port,
            baudrate,
            bytesize,
            parity,
            stopbits,
            xonxoff,
            rtscts,
            dsrdtr,
            2.0 if write_timeout is None else write_timeout,
            inter_byte_timeout,
            exclusive,
        )
        self._eol = unescape(eol).encode("latin-1")
        self._port: serial.Serial | None = None

    def open(self) -> None:
        self._port = self.settings.open()

    def send(self, record: Record) -> None:
        text = as_text(record)
        if not isinstance(text, str | bytes):
            self.tally.add("not a type for SerialWriter", record)
            return
        if self._port is None:
            raise OSError("the port was closed")
        self._port.write(encoded(text, self.encoding, self.encoding_errors) + self._eol)

    def shut(self) -> None:
        port, self._port = self._port, None
        if port is not None:
            port.close()
