"""SerialReader: lines of a serial port."""

import time
from collections import deque

import serial

from logging_core.loggers.component import Record
from logging_core.loggers.connected import ConnectedReader
from logging_core.loggers.framing import Framer, decoded, unescape
from logging_core.loggers.readers.serial_settings import SerialSettings


class SerialReader(ConnectedReader):
    """Reads to the newline and strips white space at the end; with `eol` to that mark; or `max_bytes` at a time.

    A blank line is nothing unless `allow_empty`. Text without an end mark for `timeout` seconds is given as it is,
    and counted. The port is opened again by its path when it went away, so a link to it may point elsewhere then.
    """

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
        max_bytes: int | None = None,
        eol: str | None = None,
        allow_empty: bool = False,
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
            write_timeout,
            inter_byte_timeout,
            exclusive,
        )
        self.timeout = timeout
        self.allow_empty = allow_empty
        self._size = max_bytes if eol is None else None
        self._eol = eol
        self._port: serial.Serial | None = None
        self._lines: deque[bytes] = deque()
        self._framer = Framer(b"\n", self._overlong)
        self._heard = time.monotonic()

    def open(self) -> None:
        if self._eol is not None:
            end = unescape(self._eol).encode(self.encoding if self.encoding not in (None, "hex") else "latin-1")
            self._framer = Framer(end, self._overlong)
        self._port = self.settings.open()
        self._heard = time.monotonic()

    def receive(self) -> Record:
        while not self._lines:
            if not self._fill():
                return None
        return self._text(self._lines.popleft())

    def shut(self) -> None:
        port, self._port = self._port, None
        if port is not None:
            port.close()

    def send(self, data: bytes) -> None:
        """Writes to the port and waits until it is out. Raises OSError."""
        if self._port is None:
            raise OSError("the port is not open")
        self._port.write(data)
        self._port.flush()

    def _fill(self) -> bool:
        """Whether anything came within PATIENCE seconds, or waited long enough for its end."""
        port = self._port
        if port is None:
            raise OSError("the port was closed")
        data = port.read(self._size or max(1, min(port.in_waiting, 65_536)))
        if self._size and data:
            self._lines.append(data)
        elif data:
            self._heard = time.monotonic()
            self._lines.extend(self._framer.feed(data))
        elif self.timeout is not None and len(self._framer) and time.monotonic() - self._heard > self.timeout:
            self.tally.add("line without its end")
            self._lines.append(self._framer.take_rest())
        return bool(data) or bool(self._lines)

    def _text(self, line: bytes) -> Record:
        if self._size is None and self._eol is None:
            line = line.rstrip()
        if not line and not self.allow_empty:
            return None
        try:
            return decoded(line, self.encoding, self.encoding_errors)
        except UnicodeDecodeError:
            self.tally.add("not in the encoding", line)
            return None

    def _overlong(self, piece: bytes) -> None:
        self.tally.add("line cut, no end mark", piece[:80])
