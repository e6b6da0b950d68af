"""What an import found: a stream, perhaps one time in which it was open, and where it stood then."""

import math
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from logging_core.shared.errors import BadInput, wrong
from monitoring.inventory import codes
from qualitycontrol.archive.nslc import Nslc


@dataclass(frozen=True)
class Place:
    """WGS 84 degrees, north and east positive; metres above the sea. South of the equator is below nought."""

    latitude: float
    longitude: float
    elevation: float


@dataclass(frozen=True)
class Site:
    """One epoch of a station."""

    start_ns: int
    end_ns: int | None
    place: Place
    name: str = ""


@dataclass(frozen=True)
class Instrument:
    """What is known of a channel in one epoch; None where the import does not say. Depth in metres below the
    surface, azimuth from north and dip from the horizontal in degrees, `scale` counts in one of `scale_units`
    at `scale_frequency` Hz."""

    sample_rate: float | None = None
    depth: float | None = None
    azimuth: float | None = None
    dip: float | None = None
    sensor: str | None = None
    scale: float | None = None
    scale_frequency: float | None = None
    scale_units: str | None = None
    has_response: bool | None = None


@dataclass(frozen=True)
class Found:
    """`start_ns` None: the import knows nothing of epochs; `end_ns` None: still open."""

    stream: Nslc
    start_ns: int | None = None
    end_ns: int | None = None
    place: Place | None = None
    instrument: Instrument = Instrument()
    site: Site | None = None
    network: str = ""  # what the import calls the network


def stream_of(where: str, network: str, station: str, location: str, channel: str) -> Nslc:
    """The stream of four codes; a refusal says `where` they stood."""
    location = "" if location.strip() in ("", "--") else location.strip()
    parts = [network.strip(), station.strip(), location, channel.strip()]
    try:
        for check, part in zip((codes.network, codes.station, codes.location, codes.channel), parts, strict=True):
            check(part)
    except ValidationError as problem:
        told = f"{where}: {'.'.join(parts)}: {problem.message}"
        raise BadInput(told, {"nslc": told}) from None
    return Nslc(*parts)


def number_of(where: str, name: str, text: str | None) -> float | None:
    """None for an empty text; a refusal says `where` it stood."""
    if text is None or not text.strip():
        return None
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise wrong("file", f"{where}: {text.strip()[:50]!r} is no {name}")
    return found


def place_of(where: str, latitude: str | None, longitude: str | None, elevation: str | None) -> Place | None:
    """None unless all three are told; a refusal says `where` they stood."""
    found = [
        number_of(where, name, text)
        for name, text in (("latitude", latitude), ("longitude", longitude), ("elevation", elevation))
    ]
    north, east, height = found
    if north is None or east is None or height is None:
        return None
    if abs(north) > 90 or abs(east) > 180:
        raise wrong("file", f"{where}: latitudes go from -90 to 90 and longitudes from -180 to 180")
    return Place(north, east, height)
