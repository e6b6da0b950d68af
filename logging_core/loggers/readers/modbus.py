"""ModBusTCPReader and ModBusSerialReader: registers of a Modbus device, read again and again."""

import struct
from pathlib import Path
from typing import Any

from pymodbus.client import ModbusSerialClient, ModbusTcpClient
from pymodbus.exceptions import ModbusException

from logging_core.loggers.base.component import Record
from logging_core.loggers.readers.polling import PollingReader
from logging_core.loggers.wires.modbus_polls import READING, Poll, polls_of


class _ModBusReader(PollingReader):
    """A list with one text a poll, `slave N: v v v`; what could not be read is `nan`, a failed poll None.

    Without `encoding` a poll is its registers as bytes, 16 bits each, big-endian.
    """

    failures = (OSError, ModbusException)

    def __init__(
        self,
        registers: str | list | None,
        scan_file: str | None,
        slave: int,
        function: str,
        interval: float,
        sep: str,
    ) -> None:
        super().__init__(interval)
        if registers is None and scan_file is None:
            raise ValueError("registers or scan_file is needed")
        if function not in READING:
            raise ValueError(f"function: expected one of {', '.join(READING)}, found {function!r}")
        self.scan_file = scan_file
        self._polls = [] if registers is None else [Poll.of(registers, slave, function)]
        self.sep = sep
        self._client: Any = None

    def client(self) -> Any:
        raise NotImplementedError

    def open(self) -> None:
        if self.scan_file:
            self._polls = polls_of(Path(self.scan_file).read_text())
        self._client = self.client()
        if not self._client.connect():
            raise OSError("the device cannot be reached")

    def poll(self) -> Record:
        return [self._poll(poll) for poll in self._polls]

    def shut(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def _poll(self, poll: Poll) -> str | bytes | None:
        values = [value for start, count in poll.ranges for value in self._values(poll, start, count)]
        if all(value is None for value in values):
            return None
        if not self.encoding:
            return b"".join(struct.pack(">H", int(value or 0)) for value in values)
        return f"slave {poll.slave}: " + self.sep.join(
            "nan" if value is None else str(int(value)) for value in values
        )

    def _values(self, poll: Poll, start: int, count: int) -> list[int | bool | None]:
        read = getattr(self._client, READING[poll.function])
        answer = read(start, count=count, device_id=poll.slave)
        if answer.isError():
            self.tally.add("registers refused", answer)
            return [None] * count
        return list(answer.registers or answer.bits)[:count]


class ModBusTCPReader(_ModBusReader):
    def __init__(
        self,
        registers: str | list | None = None,
        host: str = "localhost",
        port: int = 502,
        scan_file: str | None = None,
        slave: int = 1,
        function: str = "holding_registers",
        interval: float = 10,
        sep: str = " ",
    ) -> None:
        super().__init__(registers, scan_file, slave, function, interval, sep)
        self.host = host
        self.port = port

    def client(self) -> Any:
        return ModbusTcpClient(self.host, port=self.port, timeout=2, retries=1)


class ModBusSerialReader(_ModBusReader):
    def __init__(
        self,
        registers: str | list | None = None,
        port: str = "/dev/ttyUSB0",
        baudrate: int = 9600,
        parity: str = "N",
        stopbits: int = 1,
        bytesize: int = 8,
        scan_file: str | None = None,
        slave: int = 1,
        function: str = "holding_registers",
        interval: float = 1.0,
        timeout: float | None = None,
        sep: str = " ",
    ) -> None:
        super().__init__(registers, scan_file, slave, function, max(interval, 0.1), sep)
        self._settings: dict[str, Any] = {
            "port": port,
            "baudrate": baudrate,
            "parity": parity,
            "stopbits": stopbits,
            "bytesize": bytesize,
            "timeout": max(timeout or 2.0, 1.0),
        }

    def client(self) -> Any:
        return ModbusSerialClient(retries=1, **self._settings)
