"""What each sensor of the demonstration says at a moment, of the same ship and sea as the aux data."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from logging_core.demo import sea, weather
from logging_core.demo.measurements import Instruments
from logging_core.demo.sensors import sentences

Say = Callable[[Instruments, datetime], list[str]]


@dataclass(frozen=True)
class Sensor:
    """Speaks at each full second that `every` divides, on a serial line or, when `udp`, in datagrams."""

    name: str
    say: Say
    every: int = 1
    udp: bool = False


def gps(scene: Instruments, moment: datetime) -> list[str]:
    way = weather.way(scene.dives, scene.departed, moment)
    return [sentences.position(_vessel(scene, moment), moment), sentences.way(way)]


def gyro(scene: Instruments, moment: datetime) -> list[str]:
    return [sentences.heading(_vessel(scene, moment))]


def met(scene: Instruments, moment: datetime) -> list[str]:
    air, way = weather.air(moment), weather.way(scene.dives, scene.departed, moment)
    felt = weather.relative_wind(air.wind, way, _vessel(scene, moment).heading)
    return [sentences.wind(felt), sentences.weather(air)]


def sounder(scene: Instruments, moment: datetime) -> list[str]:
    return [sentences.sounding(weather.water_below(scene.dives, _vessel(scene, moment), moment))]


def rov(scene: Instruments, moment: datetime) -> list[str]:
    """Silent while the vehicle is on deck, and so is its CTD."""
    dive = scene.dive_at(moment)
    return [sentences.vehicle(sea.vehicle(dive, moment))] if dive else []


def ctd(scene: Instruments, moment: datetime) -> list[str]:
    dive = scene.dive_at(moment)
    return [sentences.ctd(sea.water(sea.vehicle(dive, moment).depth))] if dive else []


def _vessel(scene: Instruments, moment: datetime) -> sea.Pose:
    return sea.vessel(scene.dives, scene.departed, moment)


SENSORS = (
    Sensor("gps", gps),
    Sensor("gyro", gyro),
    Sensor("met", met, every=2),
    Sensor("sounder", sounder, every=2, udp=True),
    Sensor("rov", rov, udp=True),
    Sensor("ctd", ctd),
)
