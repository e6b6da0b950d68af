"""OneWireReader: thermometers on a one-wire bus, by the driver of the kernel."""

from logging_core.loggers.base.component import Record
from logging_core.loggers.readers.polling import PollingReader
from logging_core.loggers.wires import kernel_sensors


class OneWireReader(PollingReader):
    """Text with the temperatures of the sensors of `mac_addresses` (all that are found without), degrees C or F.

    One that does not answer is `sensor_missing_value`, and counted.
    """

    def __init__(
        self,
        interval: float = 0,
        temp_in_f: bool = False,
        mac_addresses: list | None = None,
        sensor_missing_value: float = 9999,
    ) -> None:
        super().__init__(interval)
        if any("/" in str(address) for address in mac_addresses or ()):
            raise ValueError("mac_addresses: expected names such as 28-0123456789ab")
        self.temp_in_f = temp_in_f
        self.addresses = mac_addresses
        self.missing = sensor_missing_value

    def poll(self) -> Record:
        addresses = self.addresses or kernel_sensors.thermometers()
        if not addresses:
            raise OSError("no thermometer is on the one-wire bus")
        return " ".join(f"{self._temperature(str(address)):g}" for address in addresses)

    def _temperature(self, address: str) -> float:
        try:
            celsius = kernel_sensors.number(kernel_sensors.ONE_WIRE / address / "temperature") / 1000
        except OSError as trouble:
            self.tally.add("a sensor does not answer", trouble)
            return self.missing
        return kernel_sensors.fahrenheit(celsius) if self.temp_in_f else celsius
