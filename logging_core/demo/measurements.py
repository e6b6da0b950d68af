"""What the instruments of the demonstration say at an event, in the form of aux data."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from logging_core.demo import sea
from logging_core.demo.voyage import Dive

VESSEL, VEHICLE, CTD, FRAMES = (
    "vesselRealtimeNavData",
    "vehicleRealtimeNavData",
    "vehicleRealtimeCTDData",
    "framegrabber",
)
Values = list[dict[str, Any]]


@dataclass(frozen=True)
class Instruments:
    """The vessel, and the vehicle while it dives."""

    departed: datetime
    dives: list[Dive]

    def dive_at(self, moment: datetime) -> Dive | None:
        return next((dive for dive in reversed(self.dives) if dive.is_under_way(moment)), None)

    def read(self, moment: datetime) -> dict[str, Values]:
        """Values of each data source at a moment, as texts, with their units."""
        found = {VESSEL: _nav(sea.vessel(self.dives, self.departed, moment), at_depth=False)}
        dive = self.dive_at(moment)
        if dive is not None:
            pose = sea.vehicle(dive, moment)
            found |= {VEHICLE: _nav(pose, at_depth=True), CTD: _ctd(sea.water(pose.depth))}
        return found


def frames(pictures: dict[str, str]) -> Values:
    """Aux data that names the picture of each camera: pairs of camera name and file name."""
    return [
        {"data_name": name, "data_value": value}
        for camera, file in pictures.items()
        for name, value in (("camera_name", camera), ("filename", file))
    ]


def _nav(pose: sea.Pose, at_depth: bool) -> Values:
    vertical = [_value("depth", pose.depth, 2, "m"), _value("altitude", pose.altitude, 2, "m")]
    return [
        _value("latitude", pose.latitude, 6, "ddeg"),
        _value("longitude", pose.longitude, 6, "ddeg"),
        *(vertical if at_depth else []),
        _value("heading", pose.heading, 2, "deg"),
        _value("pitch", pose.pitch, 2, "deg"),
        _value("roll", pose.roll, 2, "deg"),
    ]


def _ctd(water: sea.Water) -> Values:
    return [
        _value("temperature", water.temperature, 3, "deg C"),
        _value("salinity", water.salinity, 3, "PSU"),
        _value("pressure", water.pressure, 2, "dbar"),
        _value("sound_velocity", water.sound_velocity, 2, "m/s"),
        _value("oxygen", water.oxygen, 1, "umol/kg"),
    ]


def _value(name: str, value: float, digits: int, unit: str) -> dict[str, str]:
    return {"data_name": name, "data_value": f"{value:.{digits}f}", "data_uom": unit}
