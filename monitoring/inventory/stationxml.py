"""Streams and their epochs from StationXML, read piece by piece and without external entities."""

from collections.abc import Iterator
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from logging_core.shared.errors import wrong
from monitoring import inputs
from monitoring.inventory.found import Found, stream_of


def read(file: IO[bytes]) -> Iterator[Found]:
    """One `Found` a channel epoch. Raises BadInput for what is no StationXML."""
    place: dict[str, str] = {}
    root = ""
    try:
        for event, element in iterparse(file, events=("start", "end"), forbid_dtd=True):
            name = _name(element)
            root = root or name
            if event == "start" and name in ("Network", "Station"):
                place[name] = element.get("code", "")
            elif event == "end" and name == "Channel":
                yield _found(element, place)
                element.clear()  # a response may have megabytes
    except (ParseError, DefusedXmlException) as problem:
        raise wrong("file", f"is no readable StationXML: {problem}") from None
    if root != "FDSNStationXML":
        raise wrong("file", f"is no StationXML: its first element is {root or 'missing'}")


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _found(channel: Element, place: dict[str, str]) -> Found:
    codes = [place.get("Network", ""), place.get("Station", "")]
    codes += [channel.get("locationCode", ""), channel.get("code", "")]
    start, end = channel.get("startDate"), channel.get("endDate")
    return Found(
        stream_of("StationXML", *codes),
        inputs.instant(start, "startDate") if start else None,
        inputs.instant(end, "endDate") if end else None,
        _rate(channel),
    )


def _rate(channel: Element) -> float | None:
    for part in channel:
        if _name(part) == "SampleRate":
            return _number(part.text)
    return None


def _number(text: Any) -> float | None:
    try:
        return float(text)
    except (TypeError, ValueError):
        raise wrong("SampleRate", f"{text!r} is no number") from None
