"""Opening a serial port with the settings of a definition."""

from dataclasses import dataclass

import serial

from logging_core.loggers.base.component import PATIENCE

BYTESIZES = (5, 6, 7, 8)
PARITIES = ("N", "E", "O", "M", "S")
STOPBITS = (1, 1.5, 2)


class Port(serial.Serial):
    """What came before it was opened stays: another process may have kept the port open to this end."""

    def _reset_input_buffer(self) -> None:
        pass


@dataclass(frozen=True)
class SerialSettings:
    """Raises ValueError for settings that no port has."""

    port: str
    baudrate: int = 9600
    bytesize: int = 8
    parity: str = "N"
    stopbits: float = 1
    xonxoff: bool = False
    rtscts: bool = False
    dsrdtr: bool = False
    write_timeout: float | None = None
    inter_byte_timeout: float | None = None
    exclusive: bool | None = None

    def __post_init__(self) -> None:
        if self.baudrate <= 0:
            raise ValueError(f"baudrate: {self.baudrate} is not a speed")
        for name, allowed in (("bytesize", BYTESIZES), ("parity", PARITIES), ("stopbits", STOPBITS)):
            if getattr(self, name) not in allowed:
                raise ValueError(f"{name}: expected one of {allowed}, found {getattr(self, name)!r}")

    def open(self) -> serial.Serial:
        """Raises OSError (serial.SerialException is one). Reads of the port wait PATIENCE seconds at most."""
        return Port(
            port=self.port,
            baudrate=self.baudrate,
            bytesize=self.bytesize,
            parity=self.parity,
            stopbits=self.stopbits,
            timeout=PATIENCE,
            xonxoff=self.xonxoff,
            rtscts=self.rtscts,
            dsrdtr=self.dsrdtr,
            write_timeout=self.write_timeout,
            inter_byte_timeout=self.inter_byte_timeout,
            exclusive=self.exclusive,
        )
