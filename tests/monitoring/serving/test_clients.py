"""Others ask us: ObsPy's FDSN client, and a second Sealog that completes itself from here."""

import warnings

import numpy as np
import pytest
from obspy import UTCDateTime
from obspy.clients.fdsn import Client
from obspy.clients.fdsn.header import FDSNNoDataException

from monitoring.inventory.actions import import_stationxml
from tests.monitoring.serving.stations import STATIONXML
from tests.monitoring.setup import ACTOR, Site
from tests.monitoring.waves import HOUR, RER, at, values

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
START = at("2024-05-10T10:00:00")


@pytest.fixture
def address(live_server, served: Site) -> str:
    return live_server.url


def test_obspy_finds_and_reads_us(address: str) -> None:
    client = Client(address)
    assert sorted(client.services) == ["dataselect", "station"]
    start = UTCDateTime("2024-05-10T10:10:00")
    stream = client.get_waveforms("PF", "RER", "", "HH?", start, start + 60)
    assert [trace.id for trace in stream] == ["PF.RER..HHZ"]
    assert np.array_equal(stream[0].data, values(at("2024-05-10T10:10:00"), 1200))
    assert [network.code for network in client.get_stations(network="PF", level="network")] == ["PF"]


def test_obspy_misses_nothing_and_reads_places_to_the_last_digit(address: str, served: Site) -> None:
    import_stationxml(actor=ACTOR, by=None, data=STATIONXML.encode())
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        client = Client(address)
    assert [str(one.message) for one in told if "service" in str(one.message)] == []
    (network,) = client.get_stations(level="response", maxlatitude=-21.0, minlongitude=55, maxlongitude=56)
    (station,) = network
    assert (station.code, station.latitude, station[0].latitude) == ("RER", -21.1712, -21.171234567)
    assert station[1].response.instrument_sensitivity.value == 2e9
    (near,) = client.get_stations(latitude=12, longitude=180, maxradius=1)[0]
    assert (near.code, near.longitude) == ("FOR", -179.5)
    text = client.get_stations(level="channel", format="text", maxlatitude=0)
    assert [channel.latitude for channel in text[0][0]] == [-21.171234567] * 2


def test_obspy_posts_many_lines(address: str) -> None:
    start = UTCDateTime("2024-05-10T10:10:00")
    lines = [("PF", "RER", "--", "HHZ", start, start + 60), ("PF", "FOR", "00", "BHZ", start, start + 30)]
    stream = Client(address).get_waveforms_bulk(lines)
    assert sorted((trace.id, trace.stats.npts) for trace in stream) == [
        ("PF.FOR.00.BHZ", 600),
        ("PF.RER..HHZ", 1200),
    ]


def test_obspy_hears_of_no_data(address: str) -> None:
    start = UTCDateTime("2020-01-01")
    with pytest.raises(FDSNNoDataException):
        Client(address).get_waveforms("PF", "RER", "", "HHZ", start, start + 60)


def test_an_archive_completes_itself_from_one_that_is_served(address: str, served: Site, places, settings) -> None:
    """Two archives in one database: ours lacks an hour, the other one is asked for it over HTTP."""
    from qualitycontrol.archive.actions import rescan, save_archive
    from tests.monitoring.waves import store

    root = places / "other"
    store(root, RER, (START, START + 4 * HOUR))
    other = save_archive(actor=ACTOR, by=None, name="other", root=str(root))
    rescan(actor=ACTOR, archive=other)
    served.source("OTHER", f"{address}/archives/other")
    report = served.update(START, START + 4 * HOUR)
    assert (report.sources, report.gaps) == ({"OTHER": True}, 1)
    assert [request.state for request in served.run_all()] == ["succeeded"]
    assert served.gaps(START, START + 4 * HOUR) == []
