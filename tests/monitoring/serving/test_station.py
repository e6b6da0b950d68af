"""FDSN station: the channels that are known, as text and StationXML."""

from io import BytesIO

import pytest
from obspy import read_inventory

from monitoring.inventory import actions, listing
from monitoring.inventory.models import Epoch
from tests.monitoring.setup import ACTOR, Site
from tests.monitoring.waves import at


@pytest.fixture(autouse=True)
def epochs(served: Site) -> None:
    """HHZ was open twice."""
    stream = served.stream()
    for start, end in (("2020-01-01", "2021-01-01"), ("2022-01-01", None)):
        until = at(f"{end}T00:00:00") if end else None
        Epoch.objects.create(nslc=stream, start_ns=at(f"{start}T00:00:00"), end_ns=until, sample_rate=20)


def test_channels_as_text_can_be_imported_again(ask) -> None:
    body = ask("station", "query", level="channel", format="text", endafter="2024-05-11").getvalue().decode()
    assert [str(found.stream) for found in listing.read(body)] == ["PF.FOR.00.BHZ", "PF.RER..HHZ"]
    assert actions.import_list(actor=ACTOR, by=None, text=body).new == 1


def test_levels_as_text(ask) -> None:
    def lines(level: str) -> list[str]:
        return ask("station", "query", level=level, format="text").getvalue().decode().splitlines()[1:]

    assert [line.split("|")[0] for line in lines("network")] == ["PF"]
    assert [line.split("|")[:2] for line in lines("station")] == [["PF", "FOR"], ["PF", "RER"]]
    assert [line.split("|")[3] for line in lines("channel")] == ["BHZ", "HHZ", "HHZ"]


def test_times_choose_epochs(ask) -> None:
    def count(**told: str) -> int:
        answer = ask("station", "query", sta="RER", level="channel", format="text", **told)
        return len(answer.getvalue().decode().splitlines()) - 1

    assert count(start="2020-06-01", end="2020-07-01") == 1
    assert count(start="2021-02-01", end="2021-07-01") == -1
    assert count(startbefore="2021-01-01") == 1
    assert count(endafter="2023-01-01") == 1


def test_stationxml_of_networks_is_read_by_obspy(ask) -> None:
    inventory = read_inventory(BytesIO(ask("station", "query", level="network").getvalue()))
    assert [(network.code, network.total_number_of_stations) for network in inventory] == [("PF", 2)]


def test_no_station_is_placed_where_it_is_not(ask) -> None:
    answer = ask("station", "query", level="channel")
    assert (answer.status_code, b"coordinates" in answer.getvalue()) == (400, True)


def test_responses_are_not_known(ask) -> None:
    assert ask("station", "query", level="response").status_code == 400
