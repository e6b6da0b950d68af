"""The disk spool keeps order and bytes, whatever ends its writer."""

import errno
import math
import os
import subprocess
from datetime import UTC, datetime

import pytest

from logging_core.loggers.parsing.records import DASRecord
from logging_core.loggers.runtime.places import Places
from logging_core.loggers.runtime.spool import payloads, writing
from logging_core.loggers.runtime.spool.frames import LARGEST, TooLarge
from logging_core.loggers.runtime.spool.reading import SpoolReader, Waiting
from logging_core.loggers.runtime.spool.segments import identity, segments
from logging_core.loggers.runtime.spool.writing import SpoolWriter


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "spool"


@pytest.fixture
def writer(folder):
    writer = SpoolWriter(folder)
    yield writer
    writer.close()


def written_anew(folder, *texts):
    """By a writer that was started for it, as after a crash."""
    writer = SpoolWriter(folder)
    for text in texts:
        writer.append(text, 1)
    writer.close()


def taken(reader, most=100):
    frames = reader.frames(most)
    reader.take(frames)
    return [frame.payload for frame in frames]


def test_what_was_written_is_read_in_order(folder, writer):
    texts = [b"%d \x00\xff\n" % number for number in range(1000)]
    for text in texts:
        writer.append(text, 1)
    reader = SpoolReader(folder)
    assert reader.waiting().records == 1000
    assert taken(reader, most=300) == texts[:300]
    assert reader.waiting().records == 700
    assert taken(reader, most=5000) == texts[300:]
    assert reader.waiting() == Waiting(0, 0, None)
    writer.append(b"later", 1)
    assert taken(reader) == [b"later"]


def test_what_was_not_taken_comes_again(folder, writer):
    writer.append(b"a", 1)
    reader = SpoolReader(folder)
    assert reader.frames(10) == reader.frames(10) != []


def test_a_reader_goes_on_at_a_place(folder, writer):
    for text in (b"a", b"b", b"c"):
        writer.append(text, 1)
    first, second, third = SpoolReader(folder).frames(10)
    assert SpoolReader(folder, first.end).frames(10) == [second, third]
    assert SpoolReader(folder, third.end).frames(10) == []
    inside = SpoolReader(folder, second.start + 1)
    assert inside.frames(10) == [second, third]


def test_segments_that_were_taken_are_removed(folder, writer, monkeypatch):
    monkeypatch.setattr(writing, "LARGEST_SEGMENT", 100)
    texts = [b"%030d" % number for number in range(20)]
    for text in texts:
        writer.append(text, 1)
    assert len(segments(folder)) > 5
    reader = SpoolReader(folder)
    assert [part for _ in range(10) for part in taken(reader, most=2)] == texts
    assert reader.has_old()
    reader.remove_old()
    assert len(segments(folder)) == 1
    assert not reader.has_old()
    assert reader.lost == 0


def test_places_are_never_used_again(folder):
    written_anew(folder, b"a")
    reader = SpoolReader(folder)
    taken(reader)
    written_anew(folder, b"b")
    again = SpoolReader(folder, reader.position)
    assert taken(again) == [b"b"]
    again.remove_old()
    assert [segment.start for segment in segments(folder)] == [reader.position]


@pytest.mark.parametrize("cut", [1, 5, 20, 21, 25])
def test_a_torn_last_frame_is_passed_over_and_counted(folder, cut):
    written_anew(folder, b"whole", b"the torn one")
    (segment,) = segments(folder)
    os.truncate(segment.path, segment.path.stat().st_size - cut)
    reader = SpoolReader(folder)
    assert taken(reader) == [b"whole"]
    assert reader.lost == 0  # it might still be being written
    written_anew(folder, b"after")
    assert taken(reader) == [b"after"]
    assert reader.lost == 20 + 12 - cut


def test_a_frame_that_rotted_on_disk_is_passed_over(folder):
    written_anew(folder, b"first", b"second", b"third")
    (segment,) = segments(folder)
    segment.path.write_bytes(segment.path.read_bytes().replace(b"second", b"sec0nd"))
    reader = SpoolReader(folder)
    assert taken(reader) == [b"first", b"third"]
    assert reader.lost == 20 + 6


def test_zeroes_after_a_power_cut_end_a_segment(folder):
    written_anew(folder, b"first")
    (segment,) = segments(folder)
    with segment.path.open("ab") as file:
        file.write(bytes(4096))
    written_anew(folder, b"second")
    reader = SpoolReader(folder)
    assert taken(reader) == [b"first", b"second"]
    assert reader.lost == 4096


def test_a_spool_that_was_deleted_gets_another_name(folder):
    written_anew(folder, b"a")
    before = identity(folder)
    assert identity(folder) == before
    subprocess.run(["rm", "-r", str(folder)], check=True)
    written_anew(folder, b"a")
    assert identity(folder) != before


def test_no_frame_is_too_large(writer):
    with pytest.raises(TooLarge):
        writer.append(bytes(LARGEST + 1), 1)
    writer.append(bytes(LARGEST), 1)


def test_a_write_that_fails_half_way_leaves_nothing(folder, writer):
    writer.append(b"before", 1)
    limited = [
        "from pathlib import Path",
        "import resource, signal",
        "from logging_core.loggers.runtime.spool.writing import SpoolWriter",
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)",
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50, 50))",
        f"writer = SpoolWriter(Path({str(folder)!r}))",
        "try: writer.append(b'x' * 100, 1)",
        "except OSError as trouble: print(trouble.errno)",
        "writer.append(b'fits', 1)",
    ]
    done = subprocess.run([os.sys.executable, "-c", "\n".join(limited)], capture_output=True, text=True)
    assert done.stdout.strip() == "27", done.stderr
    reader = SpoolReader(folder)
    assert taken(reader) == [b"before", b"fits"]
    assert reader.lost == 0


def test_the_last_of_the_disk_is_left_to_the_raw_files(small_disk):
    writer = SpoolWriter(small_disk / "spool")
    refused = False
    while not refused:
        assert len(list((small_disk / "spool").glob("*.spool"))) < 10, "the disk never filled"
        try:
            writer.append(bytes(10_000), 1)
        except OSError as trouble:
            refused = "disk is full" in str(trouble)
            assert refused or trouble.errno == errno.ENOSPC
    assert os.statvfs(small_disk).f_bavail > 0


def test_records_come_back_bit_by_bit():
    record = DASRecord(
        "gyr1", None, 1398902400.123457, {"Heading": 1 / 3, "Text": "°\ud800", "No": None}, {"a": 1}
    )
    (back,) = payloads.records(payloads.of_records([record]))
    assert back == record


def test_values_that_json_has_no_word_for_are_kept_as_text():
    record = DASRecord("x", None, 1.0, {"Day": datetime(2026, 1, 2, tzinfo=UTC), "NaN": math.nan, "Raw": b"\xff"})
    (back,) = payloads.records(payloads.of_records([record]))
    assert back.fields == {"Day": "2026-01-02 00:00:00+00:00", "NaN": None, "Raw": "b'\\xff'"}


@pytest.mark.parametrize("name", ["..", "a/b", "/etc/passwd", "ä", "x" * 300, "", "a\x00b", "Gyro 1"])
def test_no_name_of_a_logger_leads_out_of_the_folder(tmp_path, name):
    places = Places(tmp_path)
    for path in (places.spool(name or "-"), places.log(name or "-")):
        assert path.resolve().parent in (places.spools, places.logs)
        path.mkdir(parents=True)
