"""What a file holds, however strange it is. No error, the right state, no false gap (acceptance 8, B14)."""

import random
import time
from pathlib import Path

import numpy as np
import pytest
from pymseed import DataEncoding, MS3Record

from qualitycontrol.archive import scanning
from qualitycontrol.archive.formats.miniseed.headers import fast_table
from qualitycontrol.archive.formats.miniseed.parsing import careful_table
from qualitycontrol.archive.scanning import FileScan, scan_data, scan_file
from qualitycontrol.archive.sweep import sweep
from tests.qualitycontrol.archive import peers
from tests.qualitycontrol.archive.seismograms import DAY, FIRST, OTHER, SECOND, STREAM, T0, data, records

HOUR = 36_000  # samples


@pytest.fixture(scope="module")
def hour() -> list[bytes]:
    return records(T0, HOUR)


def log_record() -> bytes:
    record = MS3Record()
    record.sourceid, record.starttime, record.samprate = "FDSN:XX_STA__L_O_G", T0, 0
    record.encoding, record.formatversion, record.reclen = DataEncoding.TEXT, 2, 512
    return b"".join(record.generate(data_samples="all is well", sample_type="t"))


def spans(scan: FileScan) -> list[tuple[int, int]]:
    return sorted((segment.start_ns - T0, segment.end_ns - T0) for segment in scan.segments)


def test_a_day_file_is_one_segment_with_everything_about_it(tmp_path: Path, hour: list[bytes]) -> None:
    path = tmp_path / "day"
    path.write_bytes(b"".join(hour))
    scan = scan_file(path)
    (segment,) = scan.segments
    assert (segment.nslc, segment.start_ns, segment.end_ns) == (STREAM, T0, T0 + 3600 * SECOND)
    assert (segment.rate_hz, segment.samples, segment.quality, segment.file) == (10.0, HOUR, "D", str(path))
    assert (scan.records, scan.size, scan.skipped_bytes) == (len(hour), 512 * len(hour), 0)
    assert (scan.record_lengths, scan.encodings, scan.problem) == ({512}, {"STEIM2"}, None)
    assert scan.first_ns == T0


def shuffled(some: list[bytes]) -> bytes:
    some = list(some)
    random.Random(1).shuffle(some)
    return b"".join(some)


def with_rubbish(some: list[bytes], rubbish: bytes) -> bytes:
    return b"".join(some[:5]) + rubbish + b"".join(some[5:])


WHOLE = [(0, 3600 * SECOND)]
# name: content of the records of an hour, spans in it, part of the problem that is told
STRANGE = {
    "shuffled": (shuffled, WHOLE, None),
    "each record twice": (
        lambda some: b"".join(2 * record for record in some),
        WHOLE * 2,
        None,
    ),
    "random bytes": (lambda some: with_rubbish(some, random.Random(2).randbytes(512)), WHOLE, "512 bytes are no"),
    "zeros": (lambda some: with_rubbish(some, bytes(4096)), WHOLE, "4096 bytes are no"),
    "odd rubbish": (lambda some: with_rubbish(some, b"\xff" * 77), WHOLE, "77 bytes are no"),
    "zeros at the end": (lambda some: b"".join(some) + bytes(4096), WHOLE, "4096 bytes are no"),
    "records of logs": (lambda some: with_rubbish(some, log_record()), WHOLE, None),
}


@pytest.mark.parametrize("name", STRANGE)
def test_strange_files_are_read_for_what_they_hold(name: str, hour: list[bytes]) -> None:
    content, expected, problem = STRANGE[name]
    scan = scan_data(content(hour))
    assert spans(scan) == expected
    assert (scan.problem or "").startswith(problem or "") and bool(scan.problem) == bool(problem)
    assert not sweep(scan.segments, T0, T0 + 3600 * SECOND).gaps


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is empty"),
        (b"<html><body>404 Not Found</body></html>" * 50, "holds no miniSEED record"),
        (bytes(10_000), "holds no miniSEED record"),
        (b"000001D ", "holds no miniSEED record"),
        (b"MS\x03", "holds no miniSEED record"),
    ],
)
def test_files_without_records_say_so(content: bytes, problem: str) -> None:
    scan = scan_data(content)
    assert (scan.segments, scan.problem) == ([], problem)


def test_a_record_that_is_cut_at_the_end_of_the_file_is_left_out(hour: list[bytes]) -> None:
    scan = scan_data(b"".join(hour)[:-100])
    assert scan.records == len(hour) - 1
    assert scan.problem == "412 bytes are no miniSEED record"


def test_record_lengths_and_encodings_may_be_mixed() -> None:
    first, second = data(T0, 6000, blocksize=4096), data(T0 + 600 * SECOND, 6000, encoding=DataEncoding.INT32)
    scan = scan_data(first + second)
    assert spans(scan) == [(0, 1200 * SECOND)]
    assert (scan.record_lengths, scan.encodings) == ({512, 4096}, {"STEIM2", "INT_32"})


def test_two_rates_are_two_segments() -> None:
    scan = scan_data(data(T0, 600) + data(T0 + 60 * SECOND, 600, rate=20.0))
    assert [(segment.rate_hz, segment.start_ns - T0) for segment in scan.segments] == [(10, 0), (20, 60 * SECOND)]
    assert not sweep(scan.segments, T0, T0 + 90 * SECOND).gaps


def test_a_second_channel_inside_keeps_its_own_name() -> None:
    scan = scan_data(data(T0, 600) + data(T0, 300, nslc=OTHER) + data(T0 + 60 * SECOND, 600))
    assert {(segment.nslc, segment.samples) for segment in scan.segments} == {(STREAM, 1200), (OTHER, 300)}


def test_miniseed_3_is_read_also_beside_miniseed_2() -> None:
    scan = scan_data(data(T0, 600) + data(T0 + 60 * SECOND, 600, version=3, quality=2))
    assert spans(scan) == [(0, 120 * SECOND)]
    assert scan.problem is None


def test_qualities_are_kept_apart() -> None:
    scan = scan_data(data(T0, 600) + data(T0 + 60 * SECOND, 600, quality=4))
    assert [segment.quality for segment in scan.segments] == ["D", "M"]


def test_a_piece_out_of_place_finds_its_place() -> None:
    before, piece, after = (data(T0 + start * SECOND, 6000) for start in (0, 600, 1200))
    assert spans(scan_data(before + after + piece)) == [(0, 1800 * SECOND)]


def test_a_clock_that_slips_a_fifth_of_a_sample_a_record_makes_no_gap() -> None:
    start, parts = T0, []
    for _ in range(500):
        parts.append(data(start, 100))
        start += 10 * SECOND + 20_000_000
    assert spans(scan_data(b"".join(parts))) == [(0, 500 * 10 * SECOND + 499 * 20_000_000)]


@pytest.mark.parametrize("order", ["in order", "shuffled"])
def test_five_thousand_gaps_take_less_than_a_second(order: str) -> None:
    parts = [data(T0 + n * 15 * SECOND, 100) for n in range(5001)]
    if order == "shuffled":
        random.Random(3).shuffle(parts)
    began = time.process_time()
    scan = scan_data(b"".join(parts))
    assert len(sweep(scan.segments, T0, T0 + 5000 * 15 * SECOND).gaps) == 5000
    assert time.process_time() - began < 1


def test_twenty_thousand_shuffled_records_take_a_second_or_two() -> None:
    parts = records(
        T0, 1_500_000, rate=100.0, samples=np.random.default_rng(1).normal(0, 99, 1_500_000).astype("i4")
    )
    parts = (parts * 6)[:20_000]
    began = time.process_time()
    scan_data(shuffled(parts))
    assert time.process_time() - began < 5


def test_the_leap_second_of_2016_makes_no_gap() -> None:
    """libmseed counts it: a record over it ends a second earlier on the clock of POSIX."""
    midnight = 1_483_228_800 * SECOND
    before = data(midnight - 30 * SECOND, 400)
    after = data(midnight + 9 * SECOND, 400)
    scan = scan_data(before + after)
    assert spans(scan) == [(midnight - 30 * SECOND - T0, midnight + 49 * SECOND - T0)]
    assert scan.segments[0].samples == 800


def test_files_of_months_are_read_block_by_block(
    tmp_path: Path, hour: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "BLOCK", 5000)
    path = tmp_path / "long"
    for content in (b"".join(hour), with_rubbish(hour, bytes(4096)), shuffled(hour)):
        path.write_bytes(content)
        in_blocks, at_once = scan_file(path), scan_data(content)
        end = T0 + 3600 * SECOND
        assert not sweep(in_blocks.segments, T0, end).gaps
        assert (in_blocks.records, in_blocks.skipped_bytes) == (at_once.records, at_once.skipped_bytes)
    path.write_bytes(b"".join(hour))
    assert spans(scan_file(path)) == WHOLE


def test_records_of_streams_nobody_can_name_are_told_of() -> None:
    record = bytearray(data(T0, 100))
    record[8:13] = b"st/a "
    scan = scan_data(bytes(record))
    assert scan.segments == []
    assert scan.problem is not None and "names no stream" in scan.problem


def test_a_record_that_starts_in_another_day_is_seen() -> None:
    over_midnight = scan_data(data(T0 + DAY - SECOND, 100))
    next_day = scan_data(data(T0 + DAY, 100))
    assert not over_midnight.starts_outside(FIRST)
    assert next_day.starts_outside(FIRST)


def broken(chance: random.Random, parts: list[bytes]) -> bytes:
    """Something that happens to files: up to four such things at once."""
    parts = list(parts)
    for _ in range(chance.randrange(1, 5)):
        place = chance.randrange(len(parts))
        kind = chance.randrange(9)
        if kind == 0:
            chance.shuffle(parts)
        elif kind == 1:
            parts.insert(place, parts[chance.randrange(len(parts))])
        elif kind == 2:
            parts.insert(place, chance.randbytes(chance.randrange(1, 700)))
        elif kind == 3 and len(parts) > 2:
            del parts[place]
        elif kind == 4:
            parts[place] = parts[place][: chance.randrange(1, 512)]
        elif kind == 5:
            header = bytearray(parts[place])
            header[chance.randrange(min(64, len(header)))] ^= 1 << chance.randrange(8)
            parts[place] = bytes(header)
        elif kind == 6:
            parts.insert(place, data(T0 + chance.randrange(4000) * 100_000_000, 50, blocksize=4096))
        elif kind == 7:
            parts.insert(place, data(T0 + chance.randrange(4000) * 10_000_000, 50, version=3))
        else:
            parts.insert(place, data(T0 + chance.randrange(400) * SECOND, 50, nslc=OTHER, rate=20.0))
    return b"".join(parts)


def check_against_libmseed(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    ours = [
        (segment.nslc.source_id, segment.start_ns, segment.end_ns, segment.rate_hz, segment.samples)
        for segment in scan_file(path).segments
    ]
    theirs = [found for found in peers.trace_list(path) if found[0] in {STREAM.source_id, OTHER.source_id}]
    named = [found for found in ours if found[0] in {STREAM.source_id, OTHER.source_id}]
    assert sorted(named) == theirs


def fuzz(folder: Path, count: int, seed: int) -> None:
    chance = random.Random(seed)
    parts = records(T0, 4000)
    for number in range(count):
        content = broken(chance, parts)
        try:
            check_against_libmseed(folder / "fuzz", content)
        except BaseException:
            print(f"file {number} of seed {seed}")
            raise


def test_spans_of_broken_files_are_those_of_libmseed(tmp_path: Path) -> None:
    fuzz(tmp_path, 400, seed=5)


@pytest.mark.faults
def test_spans_of_ten_thousand_broken_files_are_those_of_libmseed(tmp_path: Path) -> None:
    fuzz(tmp_path, 10_000, seed=6)


@pytest.mark.parametrize("rate", [100.0, 20.0, 1.0, 0.1, 3.0, 7.0, 40.0 / 3])
def test_the_fast_way_reads_what_the_careful_one_reads(rate: float) -> None:
    content = b"".join(data(T0 + 123_456_000 + n * 1_000_000_000_000, 900, rate=rate) for n in range(5))
    fast, careful = fast_table(content), careful_table(content, at_end=True)
    assert fast is not None
    for column in ("offset", "length", "start", "end", "samples", "rate", "encoding", "version", "format"):
        assert np.array_equal(getattr(fast, column), getattr(careful, column)), column
    assert fast.source_ids == careful.source_ids


@pytest.mark.parametrize(
    ("offset", "value"),
    [(36, 2), (40, 5), (39, 3), (53, 0), (54, 12), (28, 60), (6, 77), (8, 66), (30, 0), (55, 0)],
)
def test_anything_unusual_is_left_to_the_careful_way(offset: int, value: int) -> None:
    """One changed byte in one header; whichever way is taken, the answer is libmseed's."""
    parts = records(T0, 20_000)
    parts[3] = parts[3][:offset] + bytes([value]) + parts[3][offset + 1 :]
    content = b"".join(parts)
    fast, careful = fast_table(content), careful_table(content, at_end=True)
    if fast is not None:
        assert fast.start.tolist() == careful.start.tolist()
        assert fast.end.tolist() == careful.end.tolist()
