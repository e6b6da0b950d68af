"""`export_availability`: the spans that the service tells, to standard output or a file."""

import json
from pathlib import Path

import pytest

from qualitycontrol.archive.instants import parse
from tests.monitoring.serving.test_availability import KNOWN, READERS, of_json
from tests.monitoring.test_commands import run

pytestmark = pytest.mark.usefixtures("served")
NAME = "export_availability"
MORNING = (
    "--nslc_list",
    "PF.RER..HH?",
    "--starttime",
    "2024-05-10T10:30:00Z",
    "--endtime",
    "2024-05-10T12:00:00Z",
)


@pytest.mark.parametrize("form", list(READERS))
def test_every_form_tells_the_segments(form: str, tmp_path: Path) -> None:
    code, text = run(NAME, "--format", form)
    assert (code, READERS[form](text)) == (0, KNOWN)
    file = tmp_path / "told"
    code, told = run(NAME, "final", "--format", form, "-o", str(file))
    assert (code, told) == (0, "Successfully exported 4 spans of final\n")
    assert READERS[form](file.read_text()) == KNOWN


def test_it_tells_what_the_service_tells(ask) -> None:
    assert run(NAME)[1] == ask("availability", "query").getvalue().decode()


def test_streams_and_times_are_chosen() -> None:
    code, text = run(NAME, *MORNING)
    assert code == 0
    assert [(start, end) for _, start, end in READERS["text"](text)] == [
        (parse("2024-05-10T10:30:00"), parse("2024-05-10T11:00:00")),
        (parse("2024-05-10T11:30:00"), parse("2024-05-10T12:00:00")),
    ]


def test_json_is_one_object_the_spans_or_what_was_written(tmp_path: Path) -> None:
    code, told = run(NAME, "--json")
    assert (code, told["ok"], of_json(json.dumps(told))) == (0, True, KNOWN)
    file = tmp_path / "told"
    code, told = run(NAME, "--json", "--format", "geocsv", "-o", str(file))
    assert (code, told["archive"], told["spans"], told["format"]) == (0, "final", 4, "geocsv")
    assert READERS["geocsv"](file.read_text()) == KNOWN


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "told"
    assert run(NAME, "--dry-run", "-o", str(file)) == (0, "4 spans of final would be exported\n")
    assert not file.exists()


def test_no_data_ends_with_3_and_leaves_no_file(tmp_path: Path) -> None:
    file = tmp_path / "told"
    words = ("--starttime", "2020-01-01T00:00:00Z", "--endtime", "2020-01-02T00:00:00Z", "-o", str(file))
    assert run(NAME, *words) == (3, "The archive has no data for this")
    code, told = run(NAME, *words, "--json")
    assert (code, told["ok"], told["spans"]) == (3, True, 0)
    assert not file.exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nowhere"], "There is no archive 'nowhere' here."),
        (["--nslc_list", "PF.RER"], "'PF.RER' is not N.S.L.C"),
        (["--nslc_list", "PF.R/R..HHZ"], "'R/R' is no code"),
        (["--starttime", "yesterday"], "must be a time"),
        (["--starttime", "2024-05-11T00:00:00Z", "--endtime", "2024-05-10T00:00:00Z"], "must be later"),
        (["-o", "/nowhere/told"], "can not be written: No such file or directory"),
    ],
)
def test_a_wrong_question_is_refused_in_words(words: list[str], told: str) -> None:
    code, text = run(NAME, *words)
    assert code == 1
    assert told in text
    code, answer = run(NAME, *words, "--json")
    assert (code, answer["ok"]) == (1, False)
    assert told in answer["error"]


def test_json_and_another_form_need_a_file() -> None:
    code, answer = run(NAME, "--json", "--format", "text")
    assert (code, answer["ok"]) == (1, False)
    assert "give -o FILE" in answer["error"]
