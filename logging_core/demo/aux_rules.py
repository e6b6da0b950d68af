"""The rules by which events of the demonstration get aux data: five streams of sensors, and two cameras."""

from typing import Any

from logging_core.accounts.models import User
from logging_core.automation.actions import ASNAP
from logging_core.automation.aux_rules.actions import save_rule, switch_rule
from logging_core.automation.aux_rules.models import AuxRule, Kind
from logging_core.demo import places, voyage
from logging_core.demo.measurements import CTD, FRAMES, VEHICLE, VESSEL
from logging_core.demo.pictures import CAMERAS, PREFIX
from logging_core.shared.announce import Actor, recorded

ACTOR = Actor("demo", via="command")
WEATHER, DEPTH = "vesselRealtimeMetData", "vesselRealtimeWaterDepth"
VALUES = {  # stream: name, unit, decimals
    VESSEL: {
        "GpsLatitude": ("latitude", "ddeg", 6),
        "GpsLongitude": ("longitude", "ddeg", 6),
        "GyroHeading": ("heading", "deg", 2),
        "GpsCourse": ("course", "deg", 1),
        "GpsSpeed": ("speed", "kn", 1),
    },
    VEHICLE: {
        "RovLatitude": ("latitude", "ddeg", 6),
        "RovLongitude": ("longitude", "ddeg", 6),
        "RovDepth": ("depth", "m", 2),
        "RovAltitude": ("altitude", "m", 2),
        "RovHeading": ("heading", "deg", 2),
        "RovPitch": ("pitch", "deg", 2),
        "RovRoll": ("roll", "deg", 2),
    },
    CTD: {
        "CtdTemperature": ("temperature", "deg C", 3),
        "CtdSalinity": ("salinity", "PSU", 3),
        "CtdPressure": ("pressure", "dbar", 2),
        "CtdSoundVelocity": ("sound_velocity", "m/s", 2),
        "CtdOxygen": ("oxygen", "umol/kg", 1),
    },
    WEATHER: {
        "AirTemperature": ("air_temperature", "deg C", 1),
        "AirPressure": ("air_pressure", "hPa", 1),
        "RelativeHumidity": ("humidity", "%", 0),
        "RelativeWindSpeed": ("relative_wind_speed", "m/s", 1),
    },
    DEPTH: {"WaterDepth": ("water_depth", "m", 1)},
}
IN_DIVES = (VEHICLE, CTD, FRAMES)


def load_once() -> None:
    """Where no rule was ever made: what people changed or removed stays so."""
    admin = User.objects.filter(username="admin").first()
    if admin is None or AuxRule.objects.exists() or voyage.stored_cruise() is None:
        return
    with recorded(ACTOR, "the aux data of the demonstration"):
        for source, values in VALUES.items():
            _make(admin, source, Kind.STREAMS, {"max_age_s": 10, "values": _values(values)})
        _make(admin, FRAMES, Kind.FRAMES, {"cameras": _cameras()}, except_values=[ASNAP])


def _make(admin: User, source: str, kind: str, config: dict[str, Any], **more: Any) -> None:
    told = {"name": source, "kind": str(kind), "data_source": source, "config": config, **more}
    rule = save_rule(actor=ACTOR, user=admin, id=None, told={**told, "during_lowering": source in IN_DIVES})
    switch_rule(actor=ACTOR, user=admin, id=rule.id, on=True)


def _values(values: dict[str, tuple[str, str, int]]) -> list[dict[str, Any]]:
    return [
        {"field": stream, "name": name, "uom": unit, "round": digits}
        for stream, (name, unit, digits) in values.items()
    ]


def _cameras() -> list[dict[str, str]]:
    return [
        {
            "name": name,
            "address": f"{places.camera_address()}/{name}.jpg",
            "prefix": PREFIX,
            "suffix": f"_{short}.jpg",
        }
        for name, short in CAMERAS.items()
    ]
