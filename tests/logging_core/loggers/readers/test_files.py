"""Text files and log files."""

import time

import pytest

from logging_core.loggers.parsing.records import DASRecord
from logging_core.loggers.readers.logfile import LogfileReader
from logging_core.loggers.readers.text_file import TextFileReader
from logging_core.loggers.readers.timeout import TimeoutReader
from tests.logging_core.loggers.reading import all_records, records


def test_files_of_a_wildcard_come_by_name_with_blank_lines_and_the_last_line(tmp_path):
    (tmp_path / "b.txt").write_text("3\nlast")
    (tmp_path / "a.txt").write_text("1\r\n\n2\n")
    assert all_records(TextFileReader(file_spec=str(tmp_path / "*.txt"))) == ["1", "", "2", "3", "last"]


def test_a_tail_waits_for_whole_lines(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("1\nha")
    reader = TextFileReader(file_spec=str(path), tail=True, retry_interval=0.01)
    assert records(reader, 1) == ["1"]
    assert reader.read() is None
    with path.open("a") as file:
        file.write("lf\n")
    assert records(reader, 1) == ["half"]


def test_new_files_are_found_when_asked(tmp_path):
    reader = TextFileReader(file_spec=str(tmp_path / "*.txt"), refresh_file_spec=True, retry_interval=0.01)
    assert reader.read() is None
    (tmp_path / "a.txt").write_text("1\n")
    assert records(reader, 1) == ["1"]
    (tmp_path / "b.txt").write_text("2\n")
    assert records(reader, 1) == ["2"]


def test_a_file_that_is_not_there_is_waited_for_and_told(tmp_path):
    reader = TextFileReader(file_spec=str(tmp_path / "late.txt"), retry_interval=0.01)
    assert reader.read() is None
    assert "late.txt" in reader.trouble
    assert reader.read_range(0, 5) == []
    (tmp_path / "late.txt").write_text("1\n")
    assert all_records(reader) == ["1"]
    assert reader.trouble is None


def test_another_end_mark(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"1\n2;;3;;")
    assert all_records(TextFileReader(file_spec=str(tmp_path / "a.txt"), eol=";;")) == ["1\n2", "3"]


def test_an_interval_is_kept(tmp_path):
    (tmp_path / "a.txt").write_text("1\n2\n3\n")
    began = time.monotonic()
    assert len(all_records(TextFileReader(file_spec=str(tmp_path / "a.txt"), interval=0.05))) == 3
    assert time.monotonic() - began > 0.09


def test_a_log_file_gives_text_and_records(tmp_path):
    record = DASRecord("a", timestamp=1.0, fields={"x": 1})
    (tmp_path / "log-2026-05-01").write_text(f"2026-05-01T00:00:00.000000Z a\n{record.as_json()}\n[1]\n{{broken\n")
    found = all_records(LogfileReader(filebase=str(tmp_path / "log")))
    assert found == ["2026-05-01T00:00:00.000000Z a", record, "[1]", "{broken"]


def test_a_log_file_is_played_in_its_own_rhythm(tmp_path):
    (tmp_path / "log-1").write_text("".join(f"2026-05-01T00:00:0{n}.000000Z {n}\n" for n in range(4)))
    began = time.monotonic()
    reader = LogfileReader(filebase=str(tmp_path / "log"), use_timestamps=True, time_acceleration_factor=10)
    assert len(all_records(reader)) == 4
    assert 0.29 < time.monotonic() - began < 3


def test_rhythm_and_interval_exclude_each_other():
    with pytest.raises(ValueError, match="together"):
        LogfileReader(filebase="x", use_timestamps=True, interval=1)


def test_silence_is_told_once_and_its_end_too(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("")
    inner = TextFileReader(file_spec=str(path), tail=True, retry_interval=0.01)
    reader = TimeoutReader(reader=inner, timeout=0.1, message="silent", resume_message="back")
    assert records(reader, 1) == ["silent"]
    with path.open("a") as file:
        file.write("x\n")
    assert records(reader, 1) == ["back"]


@pytest.fixture
def five(tmp_path):
    (tmp_path / "log-1").write_text("0\n1\n\n")
    (tmp_path / "log-2").write_text('3\n{"fields": {"x": 4}}')
    return tmp_path


def test_a_range_of_records_over_several_files(five):
    reader = TextFileReader(file_spec=str(five / "log*"), tail=True)
    assert reader.read_range(1, 4) == ["1", "", "3"]
    assert reader.read_range(4, 99) == ['{"fields": {"x": 4}}']
    assert records(reader, 1) == ["0"]
    assert LogfileReader(filebase=str(five / "log")).read_range(4)[0].fields == {"x": 4}


@pytest.mark.parametrize(
    ("offset", "origin", "number", "next_line"),
    [(3, "start", 3, "3"), (-4, "end", 1, "1"), (1, "current", 2, ""), (-9, "current", 0, "0")],
)
def test_reading_goes_on_from_any_record(five, offset, origin, number, next_line):
    reader = LogfileReader(filebase=str(five / "log"))
    assert records(reader, 1) == ["0"]
    assert reader.seek(offset, origin) == number
    assert records(reader, 1) == [next_line]


def test_behind_the_end_there_is_nothing(five):
    reader = TextFileReader(file_spec=str(five / "log*"))
    assert reader.seek(9) == 5
    assert all_records(reader) == []
    with pytest.raises(ValueError, match="origin"):
        reader.seek(0, "middle")
    with pytest.raises(ValueError, match="once"):
        TextFileReader().read_range()
