"""The thread in which the sensors speak, whatever the database does."""

import logging
import threading
import time
from datetime import datetime
from pathlib import Path

from logging_core.demo.measurements import Instruments
from logging_core.demo.sensors.ports import SerialPort, UDPPort
from logging_core.demo.sensors.sensors import SENSORS, Sensor
from logging_core.shared import clock

log = logging.getLogger(__name__)


class Sensors:
    """All of them. `scene` is where ship and dives are; while it is None they have nothing to say."""

    def __init__(self, links: Path, udp_ports: dict[str, int]) -> None:
        """Raises OSError."""
        self.scene: Instruments | None = None
        self._ports = {
            sensor.name: UDPPort(udp_ports[sensor.name]) if sensor.udp else SerialPort(links / sensor.name)
            for sensor in SENSORS
        }

    def start(self) -> None:
        """Speak at each full second from now on, in a thread that ends with the process."""
        threading.Thread(target=self._run, name="sensors", daemon=True).start()

    def speak(self, moment: datetime) -> None:
        """Once, those whose turn it is. Raises OSError."""
        scene = self.scene
        if scene is None:
            return
        for sensor in SENSORS:
            if int(moment.timestamp()) % sensor.every == 0:
                self._speak(sensor, scene, moment)

    def close(self) -> None:
        for port in self._ports.values():
            port.close()

    def _speak(self, sensor: Sensor, scene: Instruments, moment: datetime) -> None:
        for line in sensor.say(scene, moment):
            self._ports[sensor.name].say(line)

    def _run(self) -> None:
        said = ""
        while True:
            time.sleep(1.0 - time.time() % 1.0)
            try:
                self.speak(clock.now())
                said = ""
            except Exception as trouble:  # the sensors go on
                if str(trouble) != said:
                    log.exception("a sensor of the demonstration could not speak")
                said = str(trouble)
