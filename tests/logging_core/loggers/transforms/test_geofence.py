"""Positions that enter and leave areas."""

import math
import random

import pytest

from logging_core.loggers.base.site import Site
from logging_core.loggers.formats.boundaries import Area
from logging_core.loggers.parsing.records import DASRecord
from logging_core.loggers.transforms.geofence import GeofenceTransform

SQUARE = """<?xml version="1.0"?>
<gml:Polygon xmlns:gml="http://www.opengis.net/gml" srsName="{system}">
  <gml:exterior><gml:LinearRing><gml:posList>{outer}</gml:posList></gml:LinearRing></gml:exterior>{holes}
</gml:Polygon>"""
HOLE = (
    "<gml:interior><gml:LinearRing><gml:posList>4 4 6 4 6 6 4 6 4 4</gml:posList></gml:LinearRing></gml:interior>"
)
OLD = """<ogr xmlns:gml="http://www.opengis.net/gml"><gml:featureMember><gml:MultiPolygon>
  <gml:polygonMember><gml:Polygon><gml:outerBoundaryIs><gml:LinearRing>
  <gml:coordinates>20,0,0 30,0,0 30,10,0 20,10,0 20,0,0</gml:coordinates>
  </gml:LinearRing></gml:outerBoundaryIs></gml:Polygon></gml:polygonMember>
</gml:MultiPolygon></gml:featureMember></ogr>"""
LONGITUDE_FIRST, LATITUDE_FIRST = "EPSG:4326", "urn:ogc:def:crs:EPSG::4326"


@pytest.fixture
def fence(tmp_path):
    (tmp_path / "areas").mkdir()

    def made(outer="0 0 10 0 10 5 0 5 0 0", holes="", system=LONGITUDE_FIRST, text=None, **kwargs):
        content = text or SQUARE.format(outer=outer, holes=holes, system=system)
        (tmp_path / "areas" / "a.gml").write_text(content)
        arguments = {
            "latitude_field_name": "Lat",
            "longitude_field_name": "Lon",
            "entering_boundary_message": "in",
            "leaving_boundary_message": "out",
            **({} if "boundary_dir_name" in kwargs else {"boundary_file_name": "areas/a.gml"}),
            **kwargs,
        }
        return GeofenceTransform(site=Site(base_dir=tmp_path), **arguments)

    return made


def told(fence, *positions):
    """What it says for positions as (longitude, latitude), one a second."""
    return [
        fence.transform(DASRecord(timestamp=1.0 + n, fields={"Lon": lon, "Lat": lat}))
        for n, (lon, lat) in enumerate(positions)
    ]


def test_the_first_position_and_each_crossing_are_told(fence):
    assert told(fence(), (5, 2), (6, 2), (11, 2), (12, 2), (5, 2)) == ["in", None, "out", None, "in"]
    assert told(fence(entering_boundary_message=None), (5, 2), (11, 2)) == [None, "out"]


def test_a_hole_is_outside(fence):
    assert told(fence(outer="0 0 10 0 10 10 0 10 0 0", holes=HOLE), (5, 5), (2, 2)) == ["out", "in"]


def test_the_reference_system_says_which_number_comes_first(fence):
    assert told(fence(system=LONGITUDE_FIRST), (8, 2)) == ["in"]
    assert told(fence(system=LATITUDE_FIRST), (8, 2), (2, 8)) == ["out", "in"]


def test_older_files_and_several_areas_of_a_folder(fence, tmp_path):
    assert told(fence(text=OLD), (25, 5), (5, 2)) == ["in", "out"]
    both = fence(boundary_dir_name="areas")
    (tmp_path / "areas" / "b.gml").write_text(OLD)
    both = fence(boundary_dir_name="areas")
    assert told(both, (25, 5), (5, 2), (15, 2)) == ["in", None, "out"]


def test_a_distance_makes_the_area_wider_or_narrower(fence):
    assert told(fence(distance_from_boundary_in_degrees=1), (10.9, 2), (11.1, 2), (10.8, 5.8)) == [
        "in",
        "out",
        None,
    ]
    assert told(fence(distance_from_boundary_in_degrees=-1), (5, 0.5), (5, 2)) == ["out", "in"]


def test_an_area_across_the_date_line(fence):
    assert told(fence(outer="170 0 190 0 190 5 170 5 170 0"), (-175, 2), (-165, 2), (175, 2)) == [
        "in",
        "out",
        "in",
    ]


def test_positions_are_looked_at_from_time_to_time(fence):
    assert told(fence(seconds_between_checks=2), (5, 2), (11, 2), (11, 2)) == ["in", None, "out"]


def test_what_is_no_position_is_passed_over(fence):
    made = fence()
    assert made.transform({"Lat": 2}) is None
    assert made.transform({"Lat": 91, "Lon": 0}) is None
    assert made.transform({"Lat": "2", "Lon": 5}) is None
    assert made.transform({"Lat": math.nan, "Lon": 5}) is None
    assert made.tally.counts == {"not a position": 3}


@pytest.mark.parametrize(
    ("kwargs", "words"),
    [
        ({"boundary_dir_name": "areas", "boundary_file_name": "areas/a.gml"}, "exactly one"),
        ({"boundary_file_name": "../a.gml"}, "outside of the base folder"),
        ({"boundary_file_name": "none.gml"}, "No such file"),
        ({"boundary_dir_name": "none"}, "holds no .gml file"),
        ({"text": "<a/>"}, "holds no polygon"),
        ({"text": "<a>"}, r"a\.gml"),
        ({"text": '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'}, r"a\.gml"),
        ({"outer": "0 0 1 1"}, "do not come in pairs"),
        ({"outer": "0 0 1 x 2 2"}, "could not convert"),
    ],
)
def test_a_bad_boundary_is_refused_at_load(fence, kwargs, words):
    with pytest.raises(ValueError, match=words):
        fence(**kwargs)


def test_the_margin_is_the_distance_to_the_ring():
    """Against the distance to very many points of the ring of an irregular area."""
    dice = random.Random(4)
    ring = [(math.cos(a) * r, math.sin(a) * r) for a, r in ((n, dice.uniform(3, 6)) for n in range(6))]
    area = Area(ring)
    along = [
        (x1 + (x2 - x1) * part / 200, y1 + (y2 - y1) * part / 200)
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True)
        for part in range(200)
    ]
    for _ in range(300):
        point = dice.uniform(-8, 8), dice.uniform(-8, 8)
        distance = min(math.dist(point, other) for other in along)
        inside = area.contains(point)
        if abs(distance - 1) > 0.05:
            assert area.contains(point, 1.0) == (inside or distance < 1)
            assert area.contains(point, -1.0) == (inside and distance > 1)
