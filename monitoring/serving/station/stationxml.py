"""FDSN StationXML 1.1, in the order of elements that its schema demands."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any
from xml.etree.ElementTree import Comment, Element, SubElement, register_namespace, tostring

from logging_core.shared import clock
from monitoring.inventory.found import Place, Site
from monitoring.inventory.responses import Key
from monitoring.serving.station.channels import Known, Open, by_station, place_of_station, span_of
from monitoring.serving.station.levels import CHANNEL, NETWORK, RESPONSE, STATION
from qualitycontrol.archive import instants

NAMESPACE = "http://www.fdsn.org/xml/station/1"
Responses = Mapping[Key, Element]
register_namespace("", NAMESPACE)


def written(
    here: Known, chosen: list[Open], level: str, *, left_out: int = 0, responses: Responses | None = None
) -> bytes:
    """`left_out`: how many channels were not written for want of coordinates."""
    root = Element(_name("FDSNStationXML"), {"schemaVersion": "1.1"})
    if left_out:
        root.append(Comment(f" {left_out} channel epochs without coordinates are left out "))
    _add(root, Source="Sealog", Sender="Sealog", Created=clock.iso(clock.now()))
    for code, found in groupby(chosen, lambda one: one.stream.network):
        _network(root, here, code, list(found), level, responses or {})
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _network(root: Element, here: Known, code: str, own: list[Open], level: str, responses: Responses) -> None:
    network = SubElement(root, _name("Network"), {"code": code, **_times(*span_of(own))})
    if description := here.networks.get(code):
        _add(network, Description=description)
    stations = {one.stream.station for one in own}
    _add(network, TotalNumberStations=len(stations))
    _add(network, SelectedNumberStations=0 if level == NETWORK else len(stations))
    if level == NETWORK:
        return
    for (_, name), site, channels in by_station(here, own):
        _station(network, here, name, site, channels, level, responses)


def _station(
    network: Element,
    here: Known,
    code: str,
    site: Site | None,
    own: list[Open],
    level: str,
    responses: Responses,
) -> None:
    times = _times(*span_of(own, site))
    station = SubElement(network, _name("Station"), {"code": code, **times})
    _place(station, place_of_station(here, site, own))
    _add(SubElement(station, _name("Site")), Name=(site.name if site else "") or code)
    _add(station, CreationDate=times["startDate"], TotalNumberChannels=len(own))
    _add(station, SelectedNumberChannels=0 if level == STATION else len(own))
    if level in (CHANNEL, RESPONSE):
        for one in own:
            _channel(station, here, one, responses)


def _channel(station: Element, here: Known, one: Open, responses: Responses) -> None:
    codes = {"code": one.stream.channel, "locationCode": one.stream.location}
    channel = SubElement(station, _name("Channel"), {**codes, **_times(one.start_ns, one.end_ns)})
    what = one.instrument
    _place(channel, here.place_of(one))
    _add(channel, Depth=what.depth or 0.0, Azimuth=what.azimuth, Dip=what.dip, SampleRate=what.sample_rate)
    if what.sensor:
        _add(SubElement(channel, _name("Sensor")), Description=what.sensor)
    response = responses.get((str(one.stream), one.start_ns))
    if response is not None:
        channel.append(response)
    elif what.scale is not None and what.scale_frequency is not None and what.scale_units:
        _sensitivity(channel, what.scale, what.scale_frequency, what.scale_units)


def _sensitivity(channel: Element, scale: float, frequency: float, units: str) -> None:
    """What the text form tells as Scale, for those who want no more."""
    total = SubElement(SubElement(channel, _name("Response")), _name("InstrumentSensitivity"))
    _add(total, Value=scale, Frequency=frequency)
    _add(SubElement(total, _name("InputUnits")), Name=units)
    _add(SubElement(total, _name("OutputUnits")), Name="counts")


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _times(start: int, end: int | None) -> dict[str, str]:
    told = {"startDate": instants.text(start)}
    return told if end is None else {**told, "endDate": instants.text(end)}


def _place(element: Element, place: Place | None) -> None:
    if place:
        _add(element, Latitude=place.latitude, Longitude=place.longitude, Elevation=place.elevation)


def _add(element: Element, **values: Any) -> None:
    """Numbers as they are, to the last digit; what is not known is not written."""
    for name, value in values.items():
        if value is not None:
            SubElement(element, _name(name)).text = str(value)
