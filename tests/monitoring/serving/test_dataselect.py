"""FDSN dataselect of an archive: just the data that were asked for, or a refusal in plain words."""

import pytest
from pymseed import MS3TraceList

from monitoring.serving import dataselect
from qualitycontrol.archive.nslc import Nslc
from tests.monitoring.setup import Site
from tests.monitoring.waves import HOUR, RER, at, values

START = at("2024-05-10T10:00:00")
FOR = Nslc("PF", "FOR", "00", "BHZ")
ASKED = {"net": "PF", "sta": "RER", "loc": "--", "cha": "HHZ"}


def spans(answer) -> dict[str, list[tuple[int, int]]]:
    """What the answer's records hold, by stream, half-open."""
    data = answer.getvalue()
    found: dict[str, list[tuple[int, int]]] = {}
    for trace in MS3TraceList.from_buffer(data) if data else ():
        stream = str(Nslc.of_source_id(trace.sourceid))
        found[stream] = [(s.starttime, s.endtime + round(1e9 / s.samprate)) for s in trace]
    return found


def test_data_are_cut_to_the_sample(ask) -> None:
    answer = ask("dataselect", "query", **ASKED, start="2024-05-10T10:10:00.02", end="2024-05-10T10:20:00")
    assert answer["Content-Type"] == "application/vnd.fdsn.mseed"
    assert spans(answer) == {str(RER): [(at("2024-05-10T10:10:00") + 50_000_000, at("2024-05-10T10:20:00"))]}


def test_the_samples_are_those_of_the_archive(ask) -> None:
    answer = ask("dataselect", "query", **ASKED, start="2024-05-10T10:10:00", end="2024-05-10T10:20:00")
    segment = next(iter(next(iter(MS3TraceList.from_buffer(answer.getvalue(), unpack_data=True)))))
    assert segment.np_datasamples.tolist() == values(at("2024-05-10T10:10:00"), 12_000).tolist()


def test_gaps_stay_gaps_and_midnight_is_none(ask) -> None:
    answer = ask("dataselect", "query", **ASKED, start="2024-05-10T09:00:00", end="2024-05-12")
    assert spans(answer)[str(RER)] == [
        (START, START + HOUR),
        (START + HOUR + HOUR // 2, START + 4 * HOUR),
        (at("2024-05-10T23:00:00"), at("2024-05-11T01:00:00")),
    ]


@pytest.mark.parametrize(
    ("codes", "streams"),
    [
        ({}, {str(RER), str(FOR)}),
        ({"network": "P?", "station": "R*"}, {str(RER)}),
        ({"sta": "RER,FOR", "cha": "HH?,BH?"}, {str(RER), str(FOR)}),
        ({"loc": "--"}, {str(RER)}),
        ({"loc": "00,--"}, {str(RER), str(FOR)}),
        ({"cha": "BHZ"}, {str(FOR)}),
    ],
)
def test_codes_are_lists_with_jokers(ask, codes: dict[str, str], streams: set[str]) -> None:
    assert set(spans(ask("dataselect", "query", start="2024-05-10", end="2024-05-11", **codes))) == streams


def test_a_posted_body_names_lines_and_options(ask) -> None:
    body = "quality=B\nnodata=404\n\nPF RER -- HHZ 2024-05-10T10:00:00 2024-05-10T10:00:10\n"
    body += "PF FOR 00 BH? 2024-05-10T10:30:00 2024-05-10T10:30:20\n"
    assert spans(ask("dataselect", "query", post=body)) == {
        str(RER): [(START, START + 10_000_000_000)],
        str(FOR): [(START + HOUR // 2, START + HOUR // 2 + 20_000_000_000)],
    }


def test_lines_that_overlap_give_each_sample_once(ask) -> None:
    line = "PF RER -- HHZ 2024-05-10T10:00:{} 2024-05-10T10:00:{}\n"
    answer = ask("dataselect", "query", post=line.format("00", "20") + line.format("10", "30"))
    assert sum(s.samplecnt for t in MS3TraceList.from_buffer(answer.getvalue()) for s in t) == 600


def test_only_long_pieces_and_only_the_longest(ask) -> None:
    day = {"start": "2024-05-10", "end": "2024-05-12", **ASKED}
    longest = spans(ask("dataselect", "query", longestonly="true", **day))
    assert longest == {str(RER): [(START + HOUR + HOUR // 2, START + 4 * HOUR)]}
    assert len(spans(ask("dataselect", "query", minimumlength="5400", **day))[str(RER)]) == 2


def test_another_quality_is_no_data(ask) -> None:
    day = {"start": "2024-05-10", "end": "2024-05-12"}
    assert ask("dataselect", "query", quality="M", **day).status_code == 204
    assert ask("dataselect", "query", quality="D", **day).status_code == 200


def test_no_data_is_204_or_404_as_asked(ask) -> None:
    nowhere = {"sta": "NONE", "start": "2024-05-10", "end": "2024-05-11"}
    assert ask("dataselect", "query", **nowhere).status_code == 204
    answer = ask("dataselect", "query", nodata="404", **nowhere)
    assert (answer.status_code, answer.getvalue()[:20]) == (404, b"Error 404: Not found")


@pytest.mark.parametrize(
    "told",
    [
        {"start": "yesterday"},
        {"start": "2024-05-11", "end": "2024-05-10"},
        {"net": "../etc"},
        {"format": "wav"},
        {"quality": "X"},
        {"colour": "blue"},
        {"net": "PF", "network": "PF"},
        {"minimumlength": "-1"},
        {"minimumlength": "nan"},
        {"longestonly": "maybe"},
    ],
)
def test_a_wrong_question_is_refused_in_plain_words(ask, told: dict[str, str]) -> None:
    answer = ask("dataselect", "query", **told)
    assert (answer.status_code, answer["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert b"Error 400: Bad request" in answer.getvalue()


@pytest.mark.parametrize("body", ["", "quality=B", "PF RER -- HHZ 2024-05-10", "PF RER -- HHZ soon later", "\xff"])
def test_a_wrong_body_is_refused(ask, body: str) -> None:
    assert ask("dataselect", "query", post=body.encode("latin-1")).status_code == 400


def test_too_much_is_refused_so_that_the_asker_splits(ask, settings) -> None:
    settings.FDSNWS_MAX_BYTES = 20 * 4 * 1800
    hour = {**ASKED, "start": "2024-05-10T10:00:00"}
    assert ask("dataselect", "query", **hour, end="2024-05-10T11:00:00").status_code == 413
    assert ask("dataselect", "query", **hour, end="2024-05-10T10:30:00").status_code == 200


def test_a_file_that_is_gone_is_left_out(ask, served: Site) -> None:
    next(served.root.rglob("PF.RER*132")).unlink()
    answer = ask("dataselect", "query", **ASKED, start="2024-05-10T23:00:00", end="2024-05-11T01:00:00")
    assert spans(answer)[str(RER)] == [(at("2024-05-10T23:00:00"), at("2024-05-11T00:00:00"))]


def test_every_archive_is_served_by_its_name(ask) -> None:
    day = {"start": "2024-05-10", "end": "2024-05-11"}
    assert spans(ask("dataselect", "query", archive="final", **day)) == spans(ask("dataselect", "query", **day))
    assert ask("dataselect", "query", archive="other", **day).status_code == 404


def test_who_may_ask_is_a_setting(ask, settings) -> None:
    settings.FDSNWS = "off"
    answer = ask("dataselect", "version")
    assert (answer.status_code, answer.getvalue()[:20]) == (403, b"Error 403: Forbidden")
    settings.FDSNWS = "any"
    assert ask("dataselect", "version").getvalue() == f"{dataselect.SERVICE.version}\n".encode()
