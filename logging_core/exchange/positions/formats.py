"""A track as text: the table of existing servers' exporter (its columns and digits), KML and GeoJSON."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from logging_core.exchange.positions.lines import Point, lines
from logging_core.exchange.positions.tracks import Track
from logging_core.shared import clock

COLUMNS = "datetime,longitude_ddeg,latitude_ddeg,depth_m"
KML = "http://www.opengis.net/kml/2.2"


def as_csv(track: Track) -> Iterator[str]:
    """Times to the second; a vessel has no depth."""
    yield f"{COLUMNS}\n"
    for fix in track.fixes:
        depth = "" if fix.depth is None else fix.depth
        yield f"{fix.at:%Y-%m-%dT%H:%M:%SZ},{fix.longitude},{fix.latitude},{depth}\n"


def as_geojson(track: Track) -> Iterator[str]:
    """One feature; heights are metres, negative below the surface."""
    first, last = track.fixes[0], track.fixes[-1]
    about = {"name": track.name, "source": track.source, "start": clock.iso(first.at), "stop": clock.iso(last.at)}
    feature = {"type": "Feature", "properties": about, "geometry": _geometry(lines(track.fixes))}
    yield json.dumps({"type": "FeatureCollection", "features": [feature]})


def _geometry(parts: list[list[Point]]) -> dict[str, Any]:
    if len(parts) > 1:
        return {"type": "MultiLineString", "coordinates": parts}
    if len(parts[0]) > 1:
        return {"type": "LineString", "coordinates": parts[0]}
    return {"type": "Point", "coordinates": parts[0][0]}  # a line has two ends


def as_kml(track: Track) -> Iterator[str]:
    ElementTree.register_namespace("", KML)
    root = ElementTree.Element(f"{{{KML}}}kml")
    mark = _below(_below(root, "Document"), "Placemark")
    _below(mark, "name", track.name)
    _below(mark, "description", f"Positions from {track.source}")
    parts = lines(track.fixes)
    place = _below(mark, "MultiGeometry") if len(parts) > 1 else mark
    for part in parts:
        _line(place, part)
    yield ElementTree.tostring(root, encoding="unicode", xml_declaration=True)


def _line(place: ElementTree.Element, points: list[Point]) -> None:
    line = _below(place, "LineString" if len(points) > 1 else "Point")
    _below(line, "altitudeMode", "absolute" if len(points[0]) > 2 else "clampToGround")
    _below(line, "coordinates", " ".join(",".join(map(str, point)) for point in points))


def _below(element: ElementTree.Element, name: str, text: str | None = None) -> ElementTree.Element:
    child = ElementTree.SubElement(element, f"{{{KML}}}{name}")
    child.text = text
    return child


@dataclass(frozen=True)
class Format:
    mime: str
    write: Callable[[Track], Iterator[str]]


FORMATS = {
    "csv": Format("text/csv; charset=utf-8", as_csv),
    "kml": Format("application/vnd.google-earth.kml+xml", as_kml),
    "geojson": Format("application/geo+json", as_geojson),
}
