"""FDSN station: what is known of the channels, as text and StationXML, read again by ObsPy."""

from io import BytesIO
from typing import Any

import pytest
from obspy import read_inventory
from obspy.io.stationxml.core import validate_stationxml

from monitoring.inventory import actions, listing
from monitoring.inventory.models import Epoch, Station
from tests.monitoring.serving.stations import STATIONXML
from tests.monitoring.setup import ACTOR, Site
from tests.monitoring.waves import at

SOUTH = (-21.171234567, 55.739987654, 834.5)


@pytest.fixture
def told(served: Site) -> None:
    """Metadata of both stations."""
    actions.import_stationxml(actor=ACTOR, by=None, data=STATIONXML.encode(), name="PF.xml")


@pytest.fixture
def bare(served: Site) -> None:
    """HHZ was open twice; nothing else is known."""
    for start, end in (("2020-01-01", "2021-01-01"), ("2022-01-01", None)):
        until = at(f"{end}T00:00:00") if end else None
        Epoch.objects.create(nslc=served.stream(), start_ns=at(f"{start}T00:00:00"), end_ns=until, sample_rate=20)


@pytest.fixture
def lines(ask):
    """Rows of a text answer, without its heading, as lists of fields; nothing for no data."""

    def rows(**told: Any) -> list[list[str]]:
        answer = ask("station", "query", format="text", **told)
        assert answer.status_code in (200, 204), answer.getvalue()
        return [line.split("|") for line in answer.getvalue().decode().splitlines()[1:]]

    return rows


@pytest.fixture
def inventory(ask):
    """A StationXML answer as ObsPy reads it."""

    def inventory(**told: Any):
        answer = ask("station", "query", **told)
        assert answer.status_code == 200, answer.getvalue()
        return read_inventory(BytesIO(answer.getvalue()))

    return inventory


@pytest.mark.usefixtures("told")
class TestWhatIsKnown:
    def test_text_of_every_level(self, lines) -> None:
        start = "2010-03-01T00:00:00.000000"
        assert lines(level="network") == [["PF", "Piton Fournaise", start, "", "2"]]
        assert lines(level="station")[1] == [
            *("PF", "RER", "-21.1712", "55.7399", "834.0", "Rivière de l'Est", start, "")
        ]
        assert lines(level="channel", sta="RER")[0] == [
            *("PF", "RER", "", "HHZ", *map(repr, SOUTH), "2.5", "0.0", "-90.0", "Trillium # 1"),
            *("1000000000.0", "1.0", "m/s", "20.0", start, "2015-02-01T12:00:00.500000"),
        ]

    def test_text_can_be_imported_again_with_all_it_tells(self, ask) -> None:
        body = ask("station", "query", level="channel", format="text").getvalue().decode()
        before = list(Epoch.objects.values())
        Station.objects.all().delete()
        assert actions.import_list(actor=ACTOR, by=None, text=body).epochs == 3
        after = list(Epoch.objects.values())
        own = {"id", "nslc_id", "file_id", "has_response"}
        assert [{k: v for k, v in row.items() if k not in own} for row in after] == [
            {k: v for k, v in row.items() if k not in own} for row in before
        ]

    def test_stationxml_of_channels_has_every_digit(self, inventory) -> None:
        network = inventory(level="channel")[0]
        assert (network.description, network.total_number_of_stations) == ("Piton | Fournaise", 2)
        far, near = network
        assert (near.code, near.latitude, near.longitude, near.elevation) == ("RER", -21.1712, 55.7399, 834.0)
        assert (near.site.name, far.site.name) == ("Rivière de l'Est", "Far away")
        first, second = near
        assert (first.latitude, first.longitude, first.elevation) == SOUTH
        assert (first.depth, first.azimuth, first.dip, first.sample_rate) == (2.5, 0, -90, 20)
        assert (first.sensor.description, first.location_code) == ("Trillium # 1", "")
        assert (first.end_date.ns, second.end_date) == (at("2015-02-01T12:00:00") + 500_000_000, None)
        assert first.response.instrument_sensitivity.value == 1e9
        assert (far.latitude, far.longitude, far[0].elevation) == (12.5, -179.5, -3.25)

    @pytest.mark.parametrize("level", ["network", "station", "channel", "response"])
    def test_stationxml_keeps_to_its_schema(self, ask, level: str) -> None:
        answer = ask("station", "query", level=level)
        good, problems = validate_stationxml(BytesIO(answer.getvalue()))
        assert good, problems

    def test_stations_alone_hold_no_channels(self, inventory) -> None:
        stations = inventory(level="station")[0].stations
        assert [(station.code, len(station.channels)) for station in stations] == [("FOR", 0), ("RER", 0)]
        assert [station.total_number_of_channels for station in stations] == [1, 2]

    def test_responses_are_those_of_the_file(self, inventory) -> None:
        network = inventory(level="response", sta="RER")[0]
        assert [len(channel.response.response_stages) for channel in network[0]] == [1, 1]
        assert [channel.response.response_stages[0].stage_gain for channel in network[0]] == [1e9, 2e9]

    def test_responses_nobody_knows_are_refused_in_words(self, ask) -> None:
        answer = ask("station", "query", level="response", sta="FOR")
        assert (answer.status_code, b"no response of these channels is known" in answer.getvalue()) == (400, True)
        assert ask("station", "query", level="response", format="text").status_code == 400

    @pytest.mark.parametrize(
        ("asked", "stations"),
        [
            ({"maxlatitude": "0"}, ["RER"]),
            ({"minlat": "-21.1712345671", "maxlat": "-21.1712345669"}, ["RER"]),
            ({"minlatitude": "0"}, ["FOR"]),
            ({"minlongitude": "50", "maxlongitude": "60"}, ["RER"]),
            ({"minlon": "170", "maxlon": "-170"}, ["FOR"]),  # over the date line
            ({"minlatitude": "80"}, []),
            ({"latitude": "-21", "longitude": "55.7", "maxradius": "0.2"}, ["RER"]),
            ({"latitude": "-21", "longitude": "55.7", "minradius": "0.2"}, ["FOR"]),
            ({"lat": "12.5", "lon": "179.5", "maxradius": "1"}, ["FOR"]),
            ({"matchtimeseries": "true", "cha": "B*"}, ["FOR"]),
        ],
    )
    def test_places_choose_stations(self, lines, asked: dict[str, str], stations: list[str]) -> None:
        assert [row[1] for row in lines(level="station", **asked)] == stations

    @pytest.mark.parametrize(
        "asked",
        [{"minlatitude": "-91"}, {"maxlongitude": "east"}, {"latitude": "1"}, {"maxradius": "1"}, {"lat": "nan"}],
    )
    def test_a_wrong_place_is_refused(self, ask, asked: dict[str, str]) -> None:
        assert ask("station", "query", **asked).status_code == 400


@pytest.mark.usefixtures("bare")
class TestWhatIsNotKnown:
    def test_levels_as_text(self, lines) -> None:
        assert [row[0] for row in lines(level="network")] == ["PF"]
        assert [row[:3] for row in lines(level="station")] == [["PF", "FOR", ""], ["PF", "RER", ""]]
        assert [row[3] for row in lines(level="channel")] == ["BHZ", "HHZ", "HHZ"]

    def test_channels_as_text_can_be_imported_again(self, ask) -> None:
        told = {"level": "channel", "format": "text", "endafter": "2024-05-11"}
        body = ask("station", "query", **told).getvalue().decode()
        assert [str(found.stream) for found in listing.read(body)] == ["PF.FOR.00.BHZ", "PF.RER..HHZ"]
        assert actions.import_list(actor=ACTOR, by=None, text=body).new == 1

    def test_times_choose_epochs(self, lines) -> None:
        def count(**told: str) -> int:
            return len(lines(sta="RER", level="channel", **told))

        assert count(start="2020-06-01", end="2020-07-01") == 1
        assert count(start="2021-02-01", end="2021-07-01") == 0
        assert count(startbefore="2021-01-01") == 1
        assert count(endafter="2023-01-01") == 1

    def test_stationxml_of_networks_needs_no_place(self, inventory) -> None:
        told = inventory(level="network")
        assert [(network.code, network.total_number_of_stations) for network in told] == [("PF", 2)]

    def test_no_station_is_placed_where_it_is_not(self, ask, lines) -> None:
        answer = ask("station", "query", level="channel")
        assert (answer.status_code, b"coordinates" in answer.getvalue()) == (400, True)
        assert lines(level="station", maxlatitude="89") == []

    def test_the_others_are_told_when_some_have_no_place(self, ask, inventory) -> None:
        Epoch.objects.filter(end_ns=None).update(latitude=-0.5, longitude=0.25, elevation=0.0)
        (station,) = inventory(level="channel")[0]
        assert (station.code, station.latitude, len(station.channels)) == ("RER", -0.5, 1)
        assert b"2 channel epochs without coordinates are left out" in ask("station", "query").getvalue()
