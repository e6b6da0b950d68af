"""FDSN StationXML 1.1 of networks. Stations and channels need coordinates in it, which are not known here yet."""

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement, tostring

from logging_core.shared import clock
from qualitycontrol.archive import instants

if TYPE_CHECKING:
    from monitoring.serving.station import Open

ATTRIBUTES = {"xmlns": "http://www.fdsn.org/xml/station/1", "schemaVersion": "1.1"}


def written(found: "list[Open]") -> bytes:
    root = Element("FDSNStationXML", ATTRIBUTES)
    _add(root, Source="Sealog", Sender="Sealog", Created=clock.iso(clock.now()))
    for code, own in grouped(found, lambda one: one.stream.network):
        network = SubElement(root, "Network", {"code": code, **_times(own)})
        _add(network, TotalNumberStations=len({one.stream.station for one in own}), SelectedNumberStations=0)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def grouped(found: "Iterable[Open]", key: "Callable[[Open], Any]") -> "list[tuple[Any, list[Open]]]":
    """They come in order of their streams."""
    return [(name, list(own)) for name, own in groupby(found, key)]


def time(instant: int) -> str:
    return instants.text(instant).removesuffix("Z")


def _times(own: "list[Open]") -> dict[str, str]:
    told = {"startDate": instants.text(min(one.start_ns for one in own))}
    ends = [one.end_ns for one in own if one.end_ns is not None]
    return told | ({"endDate": instants.text(max(ends))} if len(ends) == len(own) else {})


def _add(element: Element, **values: Any) -> None:
    for name, value in values.items():
        SubElement(element, name).text = str(value)
