"""The text forms of FDSN station: one line a network, station epoch or channel epoch. Fields parted by |."""

from collections.abc import Callable
from itertools import groupby

from monitoring.inventory.found import Place
from monitoring.serving.station.channels import Known, Open, by_station, place_of_station, span_of
from monitoring.serving.station.levels import CHANNEL, NETWORK, STATION
from qualitycontrol.archive import instants

NETWORKS = "#Network|Description|StartTime|EndTime|TotalStations"
STATIONS = "#Network|Station|Latitude|Longitude|Elevation|SiteName|StartTime|EndTime"
CHANNELS = (
    "#Network|Station|Location|Channel|Latitude|Longitude|Elevation|Depth|Azimuth|Dip|SensorDescription"
    "|Scale|ScaleFreq|ScaleUnits|SampleRate|StartTime|EndTime"
)


def _networks(here: Known, chosen: list[Open]) -> list[str]:
    lines = [NETWORKS]
    for code, found in groupby(chosen, lambda one: one.stream.network):
        own = list(found)
        stations = {one.stream.station for one in own}
        lines.append(_line(code, _plain(here.networks.get(code, "")), *_times(*span_of(own)), str(len(stations))))
    return lines


def _stations(here: Known, chosen: list[Open]) -> list[str]:
    lines = [STATIONS]
    for code, site, own in by_station(here, chosen):
        place = _place(place_of_station(here, site, own))
        lines.append(_line(*code, *place, _plain(site.name if site else ""), *_times(*span_of(own, site))))
    return lines


def _channels(here: Known, chosen: list[Open]) -> list[str]:
    return [CHANNELS, *(_channel(here, one) for one in chosen)]


def _channel(here: Known, one: Open) -> str:
    stream, what = one.stream, one.instrument
    codes = (stream.network, stream.station, stream.location, stream.channel)
    where = (*_place(here.place_of(one)), _number(what.depth), _number(what.azimuth), _number(what.dip))
    scale = (_number(what.scale), _number(what.scale_frequency), _plain(what.scale_units or ""))
    rate = _number(what.sample_rate)
    return _line(*codes, *where, _plain(what.sensor or ""), *scale, rate, *_times(one.start_ns, one.end_ns))


TEXTS: dict[str, Callable[[Known, list[Open]], list[str]]] = {
    NETWORK: _networks,
    STATION: _stations,
    CHANNEL: _channels,
}


def _line(*fields: str) -> str:
    return "|".join(fields)


def _plain(text: str) -> str:
    """A name must not make columns or lines."""
    return " ".join(text.replace("|", " ").split())


def _number(value: float | None) -> str:
    return "" if value is None else repr(value)


def _place(place: Place | None) -> tuple[str, str, str]:
    if place is None:
        return "", "", ""
    return repr(place.latitude), repr(place.longitude), repr(place.elevation)


def _times(start: int, end: int | None) -> tuple[str, str]:
    return time(start), "" if end is None else time(end)


def time(instant: int) -> str:
    return instants.text(instant).removesuffix("Z")
