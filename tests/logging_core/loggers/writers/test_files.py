"""Log files and text files."""

import os
import threading
from pathlib import Path

import pytest

from logging_core.loggers.parsing.records import DASRecord
from logging_core.loggers.writers.file import FileWriter
from logging_core.loggers.writers.logfile import LogfileWriter
from logging_core.loggers.writers.regex_logfile import RegexLogfileWriter
from logging_core.loggers.writers.text_file import TextFileWriter
from tests.support.waiting import until

LINES = [
    "2026-05-01T12:00:00.250000Z a",
    "2026-05-01T14:44:59.999999Z b",
    "2026-05-01T23:59:59.999999Z c",
    "2026-05-02T00:00:00.000000Z d",
    "2026-05-01T13:00:00.000000Z late",
]


def written(folder):
    return {path.name: path.read_bytes().decode() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize(
    ("kwargs", "expected"),
    [
        ({}, {"x-2026-05-01": "abc+", "x-2026-05-02": "d"}),
        (
            {"split_interval": "6H", "date_format": None},
            {"x-2026-05-01T1200": "ab+", "x-2026-05-01T1800": "c", "x-2026-05-02T0000": "d"},
        ),
        (
            {"split_interval": "1H"},
            {
                "x-2026-05-01T1200": "a",
                "x-2026-05-01T1300": "+",
                "x-2026-05-01T1400": "b",
                "x-2026-05-01T2300": "c",
                "x-2026-05-02T0000": "d",
            },
        ),
        (
            {"split_interval": "15M", "date_format": None},
            {
                "x-2026-05-01T1200": "a",
                "x-2026-05-01T1300": "+",
                "x-2026-05-01T1430": "b",
                "x-2026-05-01T2345": "c",
                "x-2026-05-02T0000": "d",
            },
        ),
        ({"split_interval": None}, {"x": "abcd+"}),
        ({"suffix": ".log"}, {"x-2026-05-01.log": "abc+", "x-2026-05-02.log": "d"}),
        ({"date_format": "^%Y-%m-%d_"}, {"2026-05-01_x": "abc+", "2026-05-02_x": "d"}),
        ({"time_zone": "America/New_York"}, {"x-2026-05-01": "abcd+"}),
    ],
)
def test_lines_go_byte_by_byte_into_the_file_of_their_own_time(tmp_path, kwargs, expected):
    writer = LogfileWriter(filebase=str(tmp_path / "new" / "x"), **kwargs)
    for line in LINES:
        writer.write(line)
    letters = dict(zip("abcd+", LINES, strict=True))
    assert written(tmp_path) == {name: "".join(letters[k] + "\n" for k in keys) for name, keys in expected.items()}
    writer.close()


@pytest.mark.parametrize("interval", ["0H", "1D", "7", "90M"])
def test_an_interval_that_makes_no_sense_is_refused(interval):
    with pytest.raises(ValueError, match="split_interval"):
        LogfileWriter(filebase="x", split_interval=interval)


def test_a_date_format_must_tell_the_files_apart():
    with pytest.raises(ValueError, match="%H"):
        LogfileWriter(filebase="x", split_interval="1H", date_format="-%Y-%j")


def test_records_and_mappings_are_lines_of_json(tmp_path):
    writer = LogfileWriter(filebase=str(tmp_path / "x"))
    record = DASRecord("a", timestamp=1777636800.0, fields={"x": 1})
    writer.write([record, {"timestamp": 1777636800.0, "fields": {}}])
    assert written(tmp_path)["x-2026-05-01"].splitlines()[0] == record.as_json()


def test_a_line_without_a_time_is_counted(tmp_path):
    writer = LogfileWriter(filebase=str(tmp_path / "x"))
    writer.write(["no time", "2026-05-32T00:00:00.000000Z x", {"fields": {}}, 5])
    assert writer.tally.counts == {"no time in the line": 4}
    assert written(tmp_path) == {}


def test_lines_choose_their_files_with_suffix_and_header(tmp_path):
    writer = LogfileWriter(
        filebase={"AAA": str(tmp_path / "a"), "B": str(tmp_path / "b")}, suffix={"B": ".b"}, header={"AAA": "# a"}
    )
    for word in ("AAA", "AAAB", "C"):
        writer.write(f"2026-05-01T00:00:00.000000Z {word}")
    found = written(tmp_path)
    assert list(found) == ["a-2026-05-01", "b-2026-05-01.b"]
    assert found["a-2026-05-01"].startswith("# a\n2026")
    assert writer.tally.counts == {"no filebase fits": 1}


def test_a_file_that_was_moved_away_is_made_anew(tmp_path):
    writer = TextFileWriter(filename=str(tmp_path / "x"))
    writer.write("one")
    (tmp_path / "x").rename(tmp_path / "old")

    def again():
        writer.write("two")
        return (tmp_path / "x").exists()

    until(again)
    assert (tmp_path / "old").read_text().startswith("one\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_counted_and_tried_again():
    writer = TextFileWriter(filename="/dev/full")
    writer.write("x")
    writer.write("y")
    assert writer.tally.counts == {"line not written": 2}
    assert "No space left" in writer.trouble


def test_a_pipe_that_nobody_reads_does_not_block(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    writer = TextFileWriter(filename=str(tmp_path / "pipe"))
    thread = threading.Thread(target=writer.write, args=("x",), daemon=True)
    thread.start()
    thread.join(5)
    assert not thread.is_alive()
    assert writer.tally.counts == {"line not written": 1}


def test_text_files_append_truncate_and_have_one_header(tmp_path):
    path = tmp_path / "sub" / "x"
    for text in ("one", "two"):
        writer = TextFileWriter(filename=str(path), header="# h")
        writer.write(text)
        writer.close()
    assert path.read_text() == "# h\none\ntwo\n"
    TextFileWriter(filename=str(path), truncate=True).write(DASRecord("a", timestamp=1.0))
    assert path.read_text().startswith('{"data_id": "a"')


@pytest.mark.parametrize("writer", [TextFileWriter, LogfileWriter])
def test_a_line_that_an_earlier_run_was_killed_over_is_ended_before_the_next(tmp_path, writer):
    line = "2026-05-01T12:00:00.000000Z two"
    made = writer(str(tmp_path / "x"))
    path = tmp_path / ("x-2026-05-01" if writer is LogfileWriter else "x")
    path.write_text("2026-05-01T11:59:59.000000Z on")
    for _ in range(2):
        made.write(line)
        made.close()
    assert path.read_text() == f"2026-05-01T11:59:59.000000Z on\n{line}\n{line}\n"
    assert made.tally.counts == {"line of an earlier run without its end": 1}


def test_files_are_split_by_the_clock(tmp_path):
    writer = FileWriter(filebase=str(tmp_path / "x"), split_interval="1H", delimiter="")
    writer.write([b"\xff", "a"])
    (name,) = [path.name for path in tmp_path.iterdir()]
    assert name.startswith("x-")
    assert name.endswith("00")
    assert (tmp_path / name).read_bytes() == b"\xffa"


def test_the_older_form_with_several_files_has_its_own_names(tmp_path):
    bases = {"GGA": str(tmp_path / "gga"), "VTG": str(tmp_path / "vtg")}
    for hourly in (False, True):
        writer = RegexLogfileWriter(filebase=bases, rollover_hourly=hourly, suffix=".log")
        writer.write("2026-05-01T13:59:59.000000Z $GPGGA")
        writer.close()
    assert set(written(tmp_path)) == {"gga-2026-05-01.log", "gga-2026-05-01_1300.log"}


def test_what_is_no_text_and_what_the_encoding_lacks_is_counted(tmp_path):
    writer = TextFileWriter(filename=str(tmp_path / "x"))
    writer.encoding, writer.encoding_errors = "ascii", "strict"
    writer.write(["ok", 5, "\xe9", None])
    assert (tmp_path / "x").read_text() == "ok\n"
    assert writer.tally.counts == {"not a type for TextFileWriter": 2, "not in the encoding": 1}
