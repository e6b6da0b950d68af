"""Areas from files of the Geography Markup Language."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from logging_core.loggers.formats.boundaries import Area, Ring

# These two forms of a reference system put the latitude first (OGC 07-092r3); all others the longitude.
LATITUDE_FIRST = re.compile(r"^(urn:(x-)?ogc:def:crs:EPSG:|https?://www\.opengis\.net/def/crs/EPSG/)")
LARGEST_FILE = 256 * 1024 * 1024


def read_areas(path: Path) -> list[Area]:
    """Every polygon of a file. Raises ValueError."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise ValueError("is too large")
        areas = list(_areas(fromstring(path.read_bytes(), forbid_dtd=True)))
    except (OSError, ParseError, DefusedXmlException, ValueError) as problem:
        raise ValueError(f"{path.name}: {problem}") from None
    if not areas:
        raise ValueError(f"{path.name}: holds no polygon")
    return areas


def _areas(element: Element, system: str = "") -> Iterator[Area]:
    system = element.get("srsName", system)
    if _name(element) in ("Polygon", "PolygonPatch"):
        yield _area(element, system)
        return
    for child in element:
        yield from _areas(child, system)


def _area(polygon: Element, system: str) -> Area:
    outer: Ring = []
    holes: list[Ring] = []
    for boundary in polygon:
        ring = _ring(boundary, system)
        if _name(boundary) in ("exterior", "outerBoundaryIs"):
            outer = ring
        elif _name(boundary) in ("interior", "innerBoundaryIs"):
            holes.append(ring)
    if not outer:
        raise ValueError("a polygon without an outer boundary")
    return Area(outer, holes)


def _ring(boundary: Element, system: str) -> Ring:
    numbers: list[float] = []
    size = 2
    for element in boundary.iter():
        system = element.get("srsName", system)
        if _name(element) in ("posList", "pos", "coordinates"):
            size = _dimension(element)
            numbers += [float(word) for word in re.split(r"[\s,]+", element.text or "") if word]
    if len(numbers) % size or (numbers and len(numbers) < 3 * size):
        raise ValueError("a boundary whose coordinates do not come in pairs")
    points = [(numbers[at], numbers[at + 1]) for at in range(0, len(numbers), size)]
    return [(y, x) for x, y in points] if LATITUDE_FIRST.match(system) else points


def _dimension(element: Element) -> int:
    if _name(element) == "coordinates":
        first = (element.text or "").split()
        return first[0].count(",") + 1 if first else 2
    return int(element.get("srsDimension", "2"))


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]
