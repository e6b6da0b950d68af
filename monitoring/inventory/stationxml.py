"""Streams, their epochs and places from StationXML, read piece by piece and without external entities."""

from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from logging_core.shared.errors import wrong
from monitoring import inputs
from monitoring.inventory.found import Found, Instrument, Place, Site, number_of, place_of, stream_of
from qualitycontrol.archive.nslc import Nslc

ROOT = "FDSNStationXML"
NO_ELEVATION = 123456.0  # what ObsPy writes where the file it read tells none
Levels = tuple[Element, Element, Element]  # network, station, channel


def channels(file: IO[bytes]) -> Iterator[Levels]:
    """Every channel epoch with the beginnings of its station and network. Raises BadInput for other files."""
    path: list[Element] = []
    root = ""
    try:
        for event, element in iterparse(file, events=("start", "end"), forbid_dtd=True):
            if event == "start":
                root = root or name_of(element)
                path.append(element)
                continue
            path.pop()
            if name_of(element) == "Channel" and [name_of(one) for one in path[-2:]] == ["Network", "Station"]:
                yield path[-2], path[-1], element
                path[-1].remove(element)  # a response may have megabytes
    except (ParseError, DefusedXmlException) as problem:
        raise wrong("file", f"is no readable StationXML: {problem}") from None
    if root != ROOT:
        raise wrong("file", f"is no StationXML: its first element is {root or 'missing'}")


def read(file: IO[bytes]) -> Iterator[Found]:
    """One `Found` a channel epoch. Raises BadInput for what is no StationXML."""
    for network, station, channel in channels(file):
        stream = stream_in(network, station, channel)
        where = str(stream)
        start, end = epoch_of(channel)
        site = _site(station, where)
        place = _place(channel, where) or (site.place if site else None)
        told = _text(network, "Description") or ""
        yield Found(stream, start, end, place, _instrument(channel, where), site, told[:300])


def name_of(element: Element) -> str:
    """Without the namespace."""
    return element.tag.rpartition("}")[2]


def child(element: Element, *names: str) -> Element | None:
    """The first child of a child ... of these names."""
    for name in names:
        found = next((part for part in element if name_of(part) == name), None)
        if found is None:
            return None
        element = found
    return element


def stream_in(network: Element, station: Element, channel: Element) -> Nslc:
    codes = network.get("code", ""), station.get("code", ""), channel.get("locationCode", "")
    return stream_of("StationXML", *codes, channel.get("code", ""))


def epoch_of(element: Element) -> tuple[int | None, int | None]:
    """[start, end) in ns, None where there is none."""
    start, end = element.get("startDate"), element.get("endDate")
    return (
        inputs.instant(start, "startDate") if start else None,
        inputs.end(end, "endDate"),
    )


def _text(element: Element, *names: str) -> str | None:
    found = child(element, *names)
    return (found.text or "").strip() or None if found is not None else None


def _place(element: Element, where: str) -> Place | None:
    told = place_of(where, *(_text(element, name) for name in ("Latitude", "Longitude", "Elevation")))
    return None if told and told.elevation == NO_ELEVATION else told


def _site(station: Element, where: str) -> Site | None:
    place, (start, end) = _place(station, where), epoch_of(station)
    if place is None or start is None:
        return None
    return Site(start, end, place, (_text(station, "Site", "Name") or "")[:200])


def _instrument(channel: Element, where: str) -> Instrument:
    def number(name: str, *names: str) -> float | None:
        return number_of(where, name, _text(channel, *names))

    depth = number("depth", "Depth")
    sensor = _text(channel, "Sensor", "Description") or _text(channel, "Sensor", "Model")
    total = ("Response", "InstrumentSensitivity")
    return Instrument(
        sample_rate=number("sample rate", "SampleRate"),
        depth=None if depth == NO_ELEVATION else depth,
        azimuth=number("azimuth", "Azimuth"),
        dip=number("dip", "Dip"),
        sensor=sensor[:200] if sensor else None,
        scale=number("sensitivity", *total, "Value"),
        scale_frequency=number("frequency", *total, "Frequency"),
        scale_units=(_text(channel, *total, "InputUnits", "Name") or "")[:50] or None,
        has_response=_has_response(channel),
    )


def _has_response(channel: Element) -> bool:
    response = child(channel, "Response")
    return response is not None and len(response) > 0
