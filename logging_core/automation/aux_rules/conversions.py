"""Units that can be turned into each other, each as a straight line onto the unit of its family.

Factors are exact by definition (SI brochure, international yard, nautical mile, standard atmosphere); psi and
fathom are given to the digits of a double.
"""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Unit:
    """`value * factor + offset` is the value in the unit of the family."""

    family: str
    factor: float
    offset: float = 0.0


UNITS = {
    "m": Unit("length", 1.0),
    "km": Unit("length", 1000.0),
    "cm": Unit("length", 0.01),
    "ft": Unit("length", 0.3048),
    "fathom": Unit("length", 1.8288),
    "nmi": Unit("length", 1852.0),
    "m/s": Unit("speed", 1.0),
    "cm/s": Unit("speed", 0.01),
    "km/h": Unit("speed", 1 / 3.6),
    "kn": Unit("speed", 1852 / 3600),
    "mph": Unit("speed", 0.44704),
    "K": Unit("temperature", 1.0),
    "degC": Unit("temperature", 1.0, 273.15),
    "degF": Unit("temperature", 5 / 9, 459.67 * 5 / 9),
    "Pa": Unit("pressure", 1.0),
    "hPa": Unit("pressure", 100.0),
    "kPa": Unit("pressure", 1000.0),
    "mbar": Unit("pressure", 100.0),
    "dbar": Unit("pressure", 10_000.0),
    "bar": Unit("pressure", 100_000.0),
    "atm": Unit("pressure", 101_325.0),
    "psi": Unit("pressure", 6894.757293168361),
    "deg": Unit("angle", 1.0),
    "rad": Unit("angle", 180 / math.pi),
    "s": Unit("time", 1.0),
    "ms": Unit("time", 0.001),
    "min": Unit("time", 60.0),
    "h": Unit("time", 3600.0),
    "ddeg": Unit("place", 1.0),
    "ddmm": Unit("place", 1.0),  # not a straight line: see `_place`
}


def problem_of(source: str, target: str) -> str:
    """Why one unit cannot be turned into the other, or an empty text."""
    for name in (source, target):
        if name not in UNITS:
            return f'the unit "{name}" is not known; known are {", ".join(UNITS)}'
    if UNITS[source].family != UNITS[target].family:
        return f"{source} is of {UNITS[source].family}, {target} of {UNITS[target].family}"
    return ""


def converted(value: float, source: str, target: str) -> float:
    """The value in another unit of the same family; `ddmm` is degrees and minutes as in NMEA (3833.786)."""
    if source == target:
        return value
    if UNITS[source].family == "place":
        return _place(value, target)
    of, to = UNITS[source], UNITS[target]
    return (value * of.factor + of.offset - to.offset) / to.factor


def _place(value: float, target: str) -> float:
    if target == "ddeg":
        degrees, minutes = divmod(abs(value), 100)
        return math.copysign(degrees + minutes / 60, value)
    minutes, degrees = math.modf(abs(value))
    return math.copysign(degrees * 100 + minutes * 60, value)
