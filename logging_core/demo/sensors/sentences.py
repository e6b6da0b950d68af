"""Sentences as sensors write them: NMEA 0183 with checksum, and the plain lines of a CTD."""

from datetime import datetime

from logging_core.demo.sea import Pose, Water
from logging_core.demo.weather import Air, Flow
from logging_core.loggers.parsing.nmea import checksum

KNOTS, KM_H = 3600 / 1852, 3.6  # of a metre a second


def position(pose: Pose, moment: datetime) -> str:
    """GGA: `$GPGGA,120000.00,3833.78600,N,03144.31000,W,2,11,0.8,24.3,M,49.1,M,,*hh`."""
    satellites = 10 + moment.minute % 4
    return sentence(f"GPGGA,{moment:%H%M%S}.00,{_place(pose)},2,{satellites},0.8,24.3,M,49.1,M,,")


def way(flow: Flow) -> str:
    """VTG: course and speed over ground in knots and km/h."""
    return sentence(f"GPVTG,{flow.direction:.1f},T,,M,{flow.speed * KNOTS:.2f},N,{flow.speed * KM_H:.2f},K,D")


def heading(pose: Pose) -> str:
    """HDT, true heading in degrees."""
    return sentence(f"HEHDT,{pose.heading:.2f},T")


def wind(felt: Flow) -> str:
    """MWV, relative to the bow, in m/s."""
    return sentence(f"WIMWV,{felt.direction:.1f},R,{felt.speed:.1f},M,A")


def weather(air: Air) -> str:
    """XDR: deg C, hPa, %."""
    return sentence(f"WIXDR,C,{air.temperature:.2f},C,AIR,P,{air.pressure:.2f},H,BARO,H,{air.humidity:.1f},P,HUM")


def sounding(metres: float) -> str:
    """DPT: water below the transducer, which is 5.2 m below the surface."""
    return sentence(f"SDDPT,{metres - 5.2:.2f},5.2")


def vehicle(pose: Pose) -> str:
    """A sentence of the vehicle's maker: place, depth, altitude (m), heading, pitch, roll (degrees)."""
    attitude = f"{pose.heading:.2f},{pose.pitch:.2f},{pose.roll:.2f}"
    return sentence(f"PPTRL,{_place(pose)},{pose.depth:.2f},{pose.altitude:.2f},{attitude}")


def ctd(water: Water) -> str:
    """`CTD 3.4123,34.9301,1667.23,1497.11,183.2`: deg C, PSU, dbar, m/s, umol/kg."""
    conditions = f"{water.temperature:.4f},{water.salinity:.4f},{water.pressure:.2f}"
    return f"CTD {conditions},{water.sound_velocity:.2f},{water.oxygen:.1f}"


def sentence(body: str) -> str:
    return f"${body}*{checksum(body.encode()):02X}"


def _place(pose: Pose) -> str:
    latitude = f"{_minutes(pose.latitude, 2)},{'N' if pose.latitude >= 0 else 'S'}"
    return f"{latitude},{_minutes(pose.longitude, 3)},{'E' if pose.longitude >= 0 else 'W'}"


def _minutes(degrees: float, digits: int) -> str:
    """DDMM.mmmmm; counted in hundred thousandths of a minute, so that 60 minutes never appear."""
    units = round(abs(degrees) * 6_000_000)
    whole, rest = divmod(units, 6_000_000)
    return f"{whole:0{digits}}{rest / 100_000:08.5f}"
