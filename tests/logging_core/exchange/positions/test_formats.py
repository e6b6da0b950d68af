"""A track as a table, and on maps."""

import json
from typing import Any
from xml.etree import ElementTree

import pytest

from logging_core.exchange.positions.fixes import Fix
from logging_core.exchange.positions.formats import FORMATS
from logging_core.exchange.positions.tracks import Track
from logging_core.shared import clock

NOON = clock.parse("2026-05-01T12:00:00.700Z")
SPACE = {"k": "http://www.opengis.net/kml/2.2"}


def written(form: str, *points: tuple[Any, ...], name: str = "S1") -> str:
    fixes = [Fix(NOON, *point) for point in points]
    return "".join(FORMATS[form].write(Track(name, "a source", fixes)))


def geometry(*points: tuple[Any, ...]) -> Any:
    (feature,) = json.loads(written("geojson", *points))["features"]
    return feature["geometry"]


def kml(*points: tuple[Any, ...], name: str = "S1") -> ElementTree.Element:
    return ElementTree.fromstring(written("kml", *points, name=name))


def test_the_table_has_the_columns_of_existing_servers() -> None:
    assert written("csv", (-45.133938, 23.551409, 2011.5), (1.0, 2.0, 0.0)) == (
        "datetime,longitude_ddeg,latitude_ddeg,depth_m\n"
        "2026-05-01T12:00:00Z,-45.133938,23.551409,2011.5\n"
        "2026-05-01T12:00:00Z,1.0,2.0,0.0\n"
    )


def test_a_vessel_has_no_depth_in_the_table() -> None:
    assert written("csv", (1.0, 2.0, None)).splitlines()[1] == "2026-05-01T12:00:00Z,1.0,2.0,"


def test_geojson_is_one_line_with_heights() -> None:
    document = json.loads(written("geojson", (1.0, 2.0, 30.5), (1.1, 2.1, 0.0)))
    (feature,) = document["features"]
    assert document["type"] == "FeatureCollection"
    assert feature["geometry"] == {"type": "LineString", "coordinates": [[1.0, 2.0, -30.5], [1.1, 2.1, 0.0]]}
    assert feature["properties"]["name"] == "S1"
    assert "-0.0" not in written("geojson", (1.0, 2.0, 0.0), (1.0, 2.0, 0.0))


def test_one_position_is_a_point() -> None:
    assert geometry((1.0, 2.0, None)) == {"type": "Point", "coordinates": [1.0, 2.0]}
    assert kml((1.0, 2.0, 3.0)).find(".//k:Point/k:coordinates", SPACE).text == "1.0,2.0,-3.0"


def test_a_line_ends_at_the_antimeridian_and_goes_on_beyond_it() -> None:
    assert geometry((179.0, 10.0, 100.0), (-178.0, 13.0, 400.0), (-177.0, 13.0, 400.0)) == {
        "type": "MultiLineString",
        "coordinates": [
            [[179.0, 10.0, -100.0], [180.0, 11.0, -200.0]],
            [[-180.0, 11.0, -200.0], [-178.0, 13.0, -400.0], [-177.0, 13.0, -400.0]],
        ],
    }


def test_there_and_back_again_is_three_lines() -> None:
    parts = geometry((-179.5, 0.0, None), (179.5, 1.0, None), (-179.5, 2.0, None))["coordinates"]
    assert parts == [
        [[-179.5, 0.0], [-180.0, 0.5]],
        [[180.0, 0.5], [179.5, 1.0], [180.0, 1.5]],
        [[-180.0, 1.5], [-179.5, 2.0]],
    ]


@pytest.mark.parametrize("east, shown", [(190.0, -170.0), (360.0, 0.0), (-190.0, 170.0), (180.0, 180.0)])
def test_longitudes_beyond_half_a_turn_are_shown_from_the_other_side(east: float, shown: float) -> None:
    assert geometry((east, 0.0, None))["coordinates"][0] == shown


def test_points_on_the_meridian_itself_are_crossed_too() -> None:
    assert geometry((180.0, 0.0, None), (-180.0, 0.0, None))["type"] == "MultiLineString"


def test_kml_is_one_line_below_the_surface() -> None:
    (line,) = kml((1.0, 2.0, 30.5), (1.1, 2.1, 31.0), name="S<1> & 2").findall(".//k:LineString", SPACE)
    assert line.find("k:coordinates", SPACE).text == "1.0,2.0,-30.5 1.1,2.1,-31.0"
    assert line.find("k:altitudeMode", SPACE).text == "absolute"
    assert kml((1.0, 2.0, 1.0), name="S<1> & 2").find(".//k:name", SPACE).text == "S<1> & 2"


def test_kml_is_cut_at_the_antimeridian() -> None:
    assert len(kml((179.0, 0.0, 1.0), (-179.0, 0.0, 1.0)).findall(".//k:MultiGeometry/k:LineString", SPACE)) == 2
