"""Metadata of every form into the inventory: where channels stand, what they measure, and the file itself."""

from pathlib import Path

import obspy
import pytest

from logging_core.shared import audit
from logging_core.shared.errors import BadInput
from monitoring.inventory import actions
from monitoring.inventory.files import place
from monitoring.inventory.models import NSLC, Epoch, MetadataFile, Network, StationEpoch
from tests.monitoring.serving.stations import STATIONXML
from tests.monitoring.setup import ACTOR

pytestmark = pytest.mark.django_db
SAMPLES = Path(obspy.__file__).parent / "signal" / "tests" / "data"
SC3ML = """<?xml version="1.0" encoding="UTF-8"?>
<seiscomp xmlns="http://geofon.gfz-potsdam.de/ns/seiscomp3-schema/0.9" version="0.9"><Inventory>
<network publicID="n" code="PF"><start>2010-01-01T00:00:00.0000Z</start><station publicID="s" code="RER">
<start>2010-01-01T00:00:00.0000Z</start><latitude>-21.25</latitude><longitude>55.5</longitude>
<elevation>800</elevation><sensorLocation publicID="l" code=""><start>2010-01-01T00:00:00.0000Z</start>
<latitude>-21.25</latitude><longitude>55.5</longitude><elevation>800</elevation><stream code="HHZ">
<start>2010-01-01T00:00:00.0000Z</start><sampleRateNumerator>20</sampleRateNumerator>
<sampleRateDenominator>1</sampleRateDenominator><depth>3</depth><azimuth>0</azimuth><dip>-90</dip>
<gain>1000</gain><gainFrequency>1</gainFrequency><gainUnit>M/S</gainUnit></stream></sensorLocation></station>
</network></Inventory></seiscomp>"""
LATITUDE = "<Latitude>-21.171234567</Latitude>"


def imported(data: bytes, name: str = "") -> actions.Stored:
    return actions.import_metadata(actor=ACTOR, by=None, data=data, name=name)


def test_stationxml_tells_places_instruments_and_sites() -> None:
    assert imported(STATIONXML.encode(), "/home/somebody/PF.xml").epochs == 3
    first, second = Epoch.objects.filter(nslc__code="PF.RER..HHZ")
    assert (first.latitude, first.longitude, first.elevation) == (-21.171234567, 55.739987654, 834.5)
    assert (first.depth, first.azimuth, first.dip, first.sample_rate) == (2.5, 0, -90, 20)
    assert (first.sensor, first.scale, first.scale_frequency, first.scale_units) == ("Trillium # 1", 1e9, 1, "m/s")
    assert (first.has_response, second.end_ns) == (True, None)
    far, near = StationEpoch.objects.order_by("-latitude")
    assert (str(near.station), near.site, near.latitude) == ("PF.RER", "Rivière de l'Est", -21.1712)
    assert (str(far.station), far.elevation) == ("PF.FOR", -3.25)
    assert Network.objects.get().description == "Piton | Fournaise"


def test_the_file_is_kept_as_it_came_and_only_once() -> None:
    for _ in range(2):
        imported(STATIONXML.encode(), "/home/somebody/PF.xml")
    kept = MetadataFile.objects.get()
    assert (kept.name, place(kept.checksum).read_text()) == ("PF.xml", STATIONXML)
    assert set(Epoch.objects.values_list("file", flat=True)) == {kept.pk}
    assert audit.history("inventory", "streams")[0]["after"]["checksum"] == kept.checksum


def test_a_later_import_that_knows_less_takes_nothing_away() -> None:
    imported(STATIONXML.encode())
    imported(b"PF|RER||HHZ|||||||||||20|2010-03-01T00:00:00|2014-01-01T00:00:00\n")
    first = Epoch.objects.filter(nslc__code="PF.RER..HHZ").earliest("start_ns")
    assert (first.latitude, first.sensor, first.has_response) == (-21.171234567, "Trillium # 1", True)
    assert first.end_ns < 1_400_000_000 * 10**9


@pytest.mark.parametrize("latitude", ["90.1", "-91", "nan", "south", "1e400"])
def test_a_place_that_is_none_refuses_the_whole_file(latitude: str) -> None:
    wrong = STATIONXML.replace(LATITUDE, f"<Latitude>{latitude}</Latitude>")
    with pytest.raises(BadInput, match=r"PF\.RER\.\.HHZ"):
        imported(wrong.encode())
    assert not NSLC.objects.exists()


@pytest.mark.parametrize("latitude", ["-90", "90", "-0.0"])
def test_poles_and_equator_are_places(latitude: str) -> None:
    imported(STATIONXML.replace(LATITUDE, f"<Latitude>{latitude}</Latitude>").encode())
    assert Epoch.objects.filter(latitude=float(latitude)).exists()


def test_seiscomp_xml_is_made_into_stationxml() -> None:
    assert imported(SC3ML.encode(), "PF.sc3ml").streams == 1
    epoch = Epoch.objects.get(nslc__code="PF.RER..HHZ")
    assert (epoch.latitude, epoch.longitude, epoch.azimuth, epoch.dip) == (-21.25, 55.5, 0, -90)
    assert (epoch.sample_rate, epoch.depth) == (20, 3)
    assert "FDSNStationXML" in place(MetadataFile.objects.get().checksum).read_text()


def test_dataless_seed_and_resp_are_read() -> None:
    assert imported((SAMPLES / "IUANMO.dataless").read_bytes()).streams == 1
    assert [round(epoch.latitude) for epoch in Epoch.objects.all()] == [35]
    assert imported((SAMPLES / "RESP.NZ.CRLZ.10.HHZ").read_bytes()).streams == 1
    epoch = Epoch.objects.filter(nslc__code="NZ.CRLZ.10.HHZ").first()
    assert (epoch.latitude, epoch.depth, epoch.has_response) == (None, None, True)  # RESP tells no place


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"000001V 0 rubbish", "is no metadata that can be read"),
        (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><seiscomp>&b;</seiscomp>', "is no readable XML"),
        (b"\xff\xfe\x00", "neither metadata nor a list"),
    ],
)
def test_what_is_no_metadata_is_refused_in_words(data: bytes, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        imported(data)
    assert not MetadataFile.objects.exists()
