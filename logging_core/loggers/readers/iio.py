"""BME280Reader and BME688Reader: air sensors of small computers, by the driver of the kernel."""

from pathlib import Path
from typing import ClassVar

from logging_core.loggers.base.component import Record
from logging_core.loggers.readers.polling import PollingReader
from logging_core.loggers.wires.kernel_sensors import fahrenheit, iio_device, number

INCHES_OF_MERCURY = 0.0295299831  # of one hectopascal


class BME280Reader(PollingReader):
    """Text `temperature humidity pressure`: degrees C or F, percent, hPa or inches of mercury."""

    driver: ClassVar[str] = "bme280"

    def __init__(self, interval: float = 0, temp_in_f: bool = False, pressure_in_inches: bool = False) -> None:
        super().__init__(interval)
        self.temp_in_f = temp_in_f
        self.pressure_in_inches = pressure_in_inches
        self._device = Path()

    def open(self) -> None:
        self._device = iio_device(self.driver)

    def poll(self) -> Record:
        return " ".join(f"{value:.2f}" for value in self.values())

    def values(self) -> list[float]:
        celsius = number(self._device / "in_temp_input") / 1000
        humidity = number(self._device / "in_humidityrelative_input") / 1000
        hectopascal = number(self._device / "in_pressure_input") * 10
        return [
            fahrenheit(celsius) if self.temp_in_f else celsius,
            humidity,
            hectopascal * INCHES_OF_MERCURY if self.pressure_in_inches else hectopascal,
        ]


class BME688Reader(BME280Reader):
    """As BME280Reader, with the resistance of the gas sensor in ohm behind it; it has the driver of the BME680."""

    driver: ClassVar[str] = "bme680"

    def values(self) -> list[float]:
        return [*super().values(), number(self._device / "in_resistance_input")]
