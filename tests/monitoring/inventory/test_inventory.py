import pytest

from logging_core.shared import audit
from logging_core.shared.errors import BadInput, NotAllowed
from monitoring.inventory import actions
from monitoring.inventory.models import NSLC, Epoch, Network, Station
from monitoring.inventory.queries import matching, open_spans, streams
from qualitycontrol.archive.instants import DAY
from tests.monitoring.setup import ACTOR
from tests.monitoring.waves import HOUR, at

pytestmark = pytest.mark.django_db

LIST = (
    "\ufeff#Network | Station | Location | Channel\n"
    "G|AIS|00|BHE\nG|AIS|00|BHE\n\nPF|RER||HHZ # empty\nPF|PRO|--|HHZ\n"
)
FDSN = (
    "#Network|Station|Location|Channel|Latitude|Longitude|Elevation|Depth|Azimuth|Dip|SensorDescription|Scale|"
    "ScaleFreq|ScaleUnits|SampleRate|StartTime|EndTime\n"
    "PF|RER||HHZ|-21.1712|55.7399|834.0|0|0|-90|STS-2|1e9|1|m/s|100.0|2010-03-01T00:00:00|2015-02-01T12:00:00.5\n"
    "PF|RER||HHZ|-21.1712|55.7399|834.0|0|0|-90|STS-2|1e9|1|m/s|100.0|2015-02-02T00:00:00|\n"
)
XML = """<?xml version="1.0" encoding="UTF-8"?>
<FDSNStationXML xmlns="http://www.fdsn.org/xml/station/1" schemaVersion="1.1">
<Network code="PF"><Station code="RER"><Latitude>-21.17</Latitude>
<Channel code="HHZ" locationCode="" startDate="2010-03-01T00:00:00Z" endDate="2015-02-01T12:00:00.5Z">
<SampleRate>100.0</SampleRate><Response><SampleRate>7</SampleRate></Response></Channel>
<Channel code="HHZ" locationCode="" startDate="2015-02-02T00:00:00Z"><SampleRate>100</SampleRate></Channel>
</Station></Network></FDSNStationXML>"""


def test_a_list_of_streams(operator) -> None:
    stored = actions.import_list(actor=ACTOR, by=operator, text=LIST)
    assert (stored.streams, stored.new, stored.epochs) == (3, 3, 0)
    assert [stream.code for stream in streams()] == ["G.AIS.00.BHE", "PF.PRO..HHZ", "PF.RER..HHZ"]
    assert actions.import_list(actor=ACTOR, by=operator, text=LIST).new == 0
    assert audit.history("inventory", "streams")[0]["after"] == {"streams": 3, "new": 3, "epochs": 0}


@pytest.mark.parametrize("how", ["text", "xml"])
def test_epochs_from_a_service_or_stationxml(operator, how: str) -> None:
    for _ in range(2):
        if how == "text":
            stored = actions.import_list(actor=ACTOR, by=operator, text=FDSN)
        else:
            stored = actions.import_stationxml(actor=ACTOR, by=operator, data=XML.encode())
    assert (stored.streams, Epoch.objects.count()) == (1, 2)
    first, second = Epoch.objects.order_by("start_ns")
    assert (first.end_ns, second.end_ns) == (at("2015-02-01T12:00:00") + 500_000_000, None)
    assert first.sample_rate == 100


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "names no stream"),
        ("G|AIS|00", "line 1: must be NET|STA|LOC|CHA"),
        ("G|AIS|00|BHE\nG|AIS|00|BH", "line 2: G.AIS.00.BH"),
        ("G|AIS|000|BHE", "A location code has"),
        ("G|../etc|00|BHE", "A station code has"),
        ("g|ais|00|bhe", "A network code has"),
    ],
)
def test_a_wrong_list_is_refused_whole_and_the_line_is_named(operator, text: str, told: str) -> None:
    with pytest.raises(BadInput, match=r".") as problem:
        actions.import_list(actor=ACTOR, by=operator, text=text)
    assert told in problem.value.message
    assert not Network.objects.exists()


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "<html/>",
        "<FDSNStationXML><Network code='PF'>",
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><FDSNStationXML>&b;</FDSNStationXML>',
        "<FDSNStationXML><Network code='P F'><Station code='A'><Channel code='HHZ'/></Station></Network>"
        "</FDSNStationXML>",
    ],
)
def test_what_is_no_stationxml_is_refused(operator, xml: str) -> None:
    with pytest.raises(BadInput):
        actions.import_stationxml(actor=ACTOR, by=operator, data=xml.encode())
    assert not NSLC.objects.exists()


def test_only_operators_import(people) -> None:
    for name in ("watcher", "logger", "cruise_manager"):
        with pytest.raises(NotAllowed):
            actions.import_list(actor=ACTOR, by=people(name), text=LIST)


@pytest.mark.parametrize(
    ("patterns", "codes"),
    [
        (["*.*.*.*"], ["G.AIS.00.BHE", "PF.PRO..HHZ", "PF.RER..HHZ"]),
        (["PF.R?R.--.HH?"], ["PF.RER..HHZ"]),
        (["pf.*..hhz", "G.*.*.*"], ["G.AIS.00.BHE", "PF.PRO..HHZ", "PF.RER..HHZ"]),
        (["PF.*"], None),
        (["G*.BHE"], None),
        (["*.*.*.Z"], []),
    ],
)
def test_patterns_are_those_of_a_shell_part_by_part(
    operator, patterns: list[str], codes: list[str] | None
) -> None:
    actions.import_list(actor=ACTOR, by=operator, text=LIST)
    if codes is None:
        with pytest.raises(BadInput):
            matching(patterns)
    else:
        assert [stream.code for stream in matching(patterns)] == codes


def test_a_stream_is_open_in_its_epochs_and_always_without(operator) -> None:
    actions.import_list(actor=ACTOR, by=operator, text=FDSN + "PF|PRO||HHZ\n")
    day = at("2015-02-01T00:00:00")
    spans = open_spans(streams(), day, day + 3 * DAY)
    assert spans["PF.RER..HHZ"] == [(day, day + 12 * HOUR + 500_000_000), (day + DAY, day + 3 * DAY)]
    assert spans["PF.PRO..HHZ"] == [(day, day + 3 * DAY)]


def test_codes_and_source_ids(operator) -> None:
    actions.import_list(actor=ACTOR, by=operator, text=LIST)
    stream = streams().get(code="PF.RER..HHZ")
    assert (stream.source_id, stream.component) == ("FDSN:PF_RER__H_H_Z", "HH")


def test_multiplexing_is_switched_for_stations(operator) -> None:
    actions.import_list(actor=ACTOR, by=operator, text=LIST)
    actions.set_multiplexing(actor=ACTOR, by=operator, stations=Station.objects.filter(name="PRO"), on=True)
    assert list(Station.objects.filter(multiplexing=True).values_list("name", flat=True)) == ["PRO"]
