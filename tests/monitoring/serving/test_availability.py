"""FDSN availability of an archive: the table of segments, in every form, and fit to be asked for again."""

import io
import json
import zipfile

import pytest

from monitoring.completion.sources import availability_text
from qualitycontrol.archive.instants import DAY, parse, text
from qualitycontrol.archive.nslc import Nslc
from tests.monitoring.serving.test_dataselect import spans
from tests.monitoring.setup import Site
from tests.monitoring.waves import HOUR, RER, at

START = at("2024-05-10T10:00:00")
MIDNIGHT = at("2024-05-11T00:00:00")
FOR = Nslc("PF", "FOR", "00", "BHZ")
KNOWN = [
    (str(FOR), START, START + HOUR),
    (str(RER), START, START + HOUR),
    (str(RER), START + HOUR + HOUR // 2, START + 4 * HOUR),
    (str(RER), MIDNIGHT - HOUR, MIDNIGHT + HOUR),
]
Span = tuple[str, int, int]


def of_text(body: str) -> list[Span]:
    return [(str(stream), *span) for stream, span in availability_text.read(body)]


def of_geocsv(body: str) -> list[Span]:
    lines = [line.split("|") for line in body.splitlines() if not line.startswith("#")]
    places = [lines[0].index(name) for name in ("Earliest", "Latest")]
    return [(".".join(line[:4]), *(parse(line[place]) for place in places)) for line in lines[1:]]


def of_json(body: str) -> list[Span]:
    found = []
    for source in json.loads(body)["datasources"]:
        stream = ".".join(source[name] for name in ("network", "station", "location", "channel"))
        found += [(stream, parse(start), parse(end)) for start, end in source["timespans"]]
    return found


def of_zip(body: bytes) -> list[Span]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return of_text(archive.read(archive.namelist()[0]).decode())


READERS = {"text": of_text, "request": of_text, "geocsv": of_geocsv, "json": of_json}


@pytest.mark.parametrize("form", ["text", "request", "geocsv", "json", "zip"])
def test_every_form_tells_the_segments(ask, form: str) -> None:
    body = ask("availability", "query", format=form).getvalue()
    assert (of_zip(body) if form == "zip" else READERS[form](body.decode())) == KNOWN


def test_what_is_told_can_be_asked_for(ask) -> None:
    body = ask("availability", "query", net="PF", sta="RER", format="request").getvalue().decode()
    got = spans(ask("dataselect", "query", post=body))
    assert [(stream, *span) for stream, own in got.items() for span in own] == KNOWN[1:]


def test_spans_are_cut_to_the_times_asked_for(ask) -> None:
    body = ask("availability", "query", sta="RER", start="2024-05-10T10:30", end="2024-05-10T12:00").getvalue()
    assert of_text(body.decode()) == [
        (str(RER), START + HOUR // 2, START + HOUR),
        (str(RER), START + HOUR + HOUR // 2, START + 2 * HOUR),
    ]


def test_text_has_its_columns(ask) -> None:
    lines = ask("availability", "query", sta="RER").getvalue().decode().splitlines()
    assert lines[0].split() == [
        "#Network",
        "Station",
        "Location",
        "Channel",
        "Quality",
        "SampleRate",
        "Earliest",
        "Latest",
    ]
    assert lines[1].split() == ["PF", "RER", "--", "HHZ", "D", "20.0", text(START), text(START + HOUR)]


def test_merged_columns_are_left_out(ask) -> None:
    body = ask("availability", "query", sta="RER", merge="quality,samplerate").getvalue().decode()
    assert body.splitlines()[0].split() == ["#Network", "Station", "Location", "Channel", "Earliest", "Latest"]
    assert of_text(body) == KNOWN[1:]


def test_small_gaps_are_bridged(ask) -> None:
    body = ask("availability", "query", sta="RER", mergegaps="1800").getvalue().decode()
    assert of_text(body) == [(str(RER), START, START + 4 * HOUR), KNOWN[3]]


def test_overlaps_are_told_until_they_are_merged(ask, served: Site) -> None:
    served.holds(RER, (START + HOUR // 2, START + HOUR + HOUR // 4))
    served.gaps(START, START + DAY)
    morning = {"sta": "RER", "end": "2024-05-10T11:30"}
    assert len(of_text(ask("availability", "query", **morning).getvalue().decode())) == 2
    body = ask("availability", "query", merge="overlap", **morning).getvalue().decode()
    assert of_text(body) == [(str(RER), START, START + HOUR + HOUR // 4)]


def test_extents_count_their_spans(ask) -> None:
    lines = ask("availability", "extent", orderby="timespancount_desc").getvalue().decode().splitlines()
    assert lines[0].split()[-3:] == ["Updated", "TimeSpans", "Restriction"]
    assert lines[1].split()[:8] == ["PF", "RER", "--", "HHZ", "D", "20.0", text(START), text(MIDNIGHT + HOUR)]
    assert [line.split()[-2:] for line in lines[1:]] == [["3", "OPEN"], ["1", "OPEN"]]


def test_extents_as_json(ask) -> None:
    told = json.loads(ask("availability", "extent", format="json", sta="FOR").getvalue())["datasources"]
    assert [(one["earliest"], one["latest"], one["timespanCount"]) for one in told] == [
        (text(START), text(START + HOUR), 1)
    ]


def test_order_limit_and_latest_update(ask) -> None:
    body = ask("availability", "query", show="latestupdate", orderby="latestupdate", limit="2").getvalue().decode()
    assert body.splitlines()[0].split()[-1] == "Updated"
    assert len(body.splitlines()) == 3


def test_a_posted_body_is_understood(ask) -> None:
    body = "format=request\nmergegaps=1800\nPF RER -- * 2024-05-10T10:00:00 *\n"
    assert len(of_text(ask("availability", "query", post=body).getvalue().decode())) == 2


@pytest.mark.parametrize(
    ("method", "told"),
    [
        ("query", {"orderby": "timespancount"}),
        ("query", {"merge": "everything"}),
        ("query", {"limit": "0"}),
        ("query", {"quality": "Z"}),
        ("query", {"show": "all"}),
        ("extent", {"mergegaps": "10"}),
        ("extent", {"show": "latestupdate"}),
        ("extent", {"format": "xml"}),
    ],
)
def test_a_wrong_question_is_refused(ask, method: str, told: dict[str, str]) -> None:
    assert ask("availability", method, **told).status_code == 400


def test_nothing_there_is_no_data(ask) -> None:
    assert ask("availability", "query", start="2020-01-01", end="2020-01-02").status_code == 204
    assert ask("availability", "extent", sta="NONE", nodata="404").status_code == 404
