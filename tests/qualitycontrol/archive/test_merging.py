"""Patches into an archive: only what is missing, every old record byte for byte."""

from collections import Counter
from contextlib import nullcontext
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from pymseed import DataEncoding

from qualitycontrol.archive import instants, structures
from qualitycontrol.archive.formats.miniseed import read_table
from qualitycontrol.archive.formats.miniseed.samples import Style
from qualitycontrol.archive.merging import DayMerge, Job, merge
from qualitycontrol.archive.remaining import all_records
from qualitycontrol.archive.report import report
from qualitycontrol.archive.safe_files import Refused
from qualitycontrol.archive.spans import Span
from tests.qualitycontrol.archive.seismograms import (
    DAY,
    FIRST,
    OTHER,
    SECOND,
    STREAM,
    T0,
    counting,
    data,
    records,
    samples_of,
    seconds,
)

SDS = structures.named("SDS")
STYLE = Style(blocksize=512)


def day_file(root: Path, day: int = 0) -> Path:
    return root / SDS.path(STREAM, FIRST + timedelta(days=day))


def put(root: Path, content: bytes, day: int = 0) -> Path:
    path = day_file(root, day)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def patch(root: Path, content: bytes, allowed: list[Span] | None = None, **how) -> list[DayMerge]:
    job = Job(
        root=root,
        layout=SDS,
        nslc=STREAM,
        patch=read_table(content),
        allowed=seconds((0, 3 * 86400)) if allowed is None else allowed,
        style=how.pop("style", STYLE),
        **how,
    )
    return merge(job, lambda nslc, day: nullcontext())


def piece(start: float, end: float, **how) -> bytes:
    """Data in seconds since T0, at 10 Hz unless it says otherwise."""
    rate = how.get("rate", 10.0)
    return data(T0 + round(start * SECOND), round((end - start) * rate), **how)


def right(content: bytes, start: float, end: float) -> None:
    """Every sample of [start, end) is there once, and is the one of its time."""
    found = samples_of(content)
    first, count = T0 + round(start * SECOND), round((end - start) * 10)
    expected = {first + n * SECOND // 10: value for n, value in enumerate(counting(first, count).tolist())}
    assert found == expected


def kept(old: bytes, new: bytes) -> bool:
    """Whether every record of the old file stands in the new one."""
    before, after = (Counter(record for _, record in all_records(read_table(some))) for some in (old, new))
    return not before - after


def test_a_gap_is_filled_to_the_sample_and_old_records_stay(tmp_path: Path) -> None:
    old = piece(0, 1000.3) + piece(2000.7, 3000)
    path = put(tmp_path, old)
    (done,) = patch(tmp_path, piece(990, 2010))
    new = path.read_bytes()
    right(new, 0, 3000)
    assert kept(old, new)
    assert done.filled == seconds((1000.3, 2000.7))
    assert (done.samples, done.day, done.path) == (10_004, FIRST, SDS.path(STREAM, FIRST))
    assert done.notes == []


def test_records_are_in_order_of_time_and_carry_the_quality_letter(tmp_path: Path) -> None:
    path = put(tmp_path, piece(0, 100) + piece(300, 400))
    patch(tmp_path, piece(50, 350))
    table = read_table(path.read_bytes())
    assert (np.diff(table.start) > 0).all()
    assert {4, 2} == set(table.version.tolist())


def test_a_day_without_a_file_becomes_one(tmp_path: Path) -> None:
    (done,) = patch(tmp_path, piece(100, 200))
    right(day_file(tmp_path).read_bytes(), 100, 200)
    assert (done.old_checksum, done.backup, done.kept_records) == ("", None, 0)


def test_whole_records_of_the_patch_are_taken_as_they_are_but_for_the_letter(tmp_path: Path) -> None:
    coming = records(T0 + 100 * SECOND, 20_000)
    put(tmp_path, piece(0, 100))
    patch(tmp_path, b"".join(coming))
    written = day_file(tmp_path).read_bytes()
    for record in coming:
        assert record[:6] + b"M" + record[7:] in written


@pytest.mark.parametrize(
    "how",
    [
        {"blocksize": 4096},
        {"version": 3, "quality": 1},
        {"encoding": DataEncoding.INT32},
        {"encoding": DataEncoding.STEIM1},
    ],
)
def test_other_records_are_written_anew_in_the_wanted_style(tmp_path: Path, how: dict) -> None:
    put(tmp_path, piece(0, 100))
    patch(tmp_path, piece(90, 300, **how))
    table = read_table(day_file(tmp_path).read_bytes())
    assert set(table.length.tolist()) == {512}
    assert set(table.encoding.tolist()) == {DataEncoding.STEIM2}
    right(day_file(tmp_path).read_bytes(), 0, 300)


def test_floats_stay_floats_although_integers_are_wanted(tmp_path: Path) -> None:
    values = np.linspace(-1, 1, 500, dtype=np.float32)
    patch(tmp_path, data(T0, 500, samples=values, encoding=DataEncoding.FLOAT32, blocksize=4096))
    table = read_table(day_file(tmp_path).read_bytes())
    assert set(table.encoding.tolist()) == {DataEncoding.FLOAT32}
    assert list(samples_of(table.data).values()) == values.tolist()


def test_steps_too_large_for_steim_are_written_plainly(tmp_path: Path) -> None:
    values = np.array([0, 2**31 - 1, -(2**31), 5] * 100, np.int32)
    patch(tmp_path, data(T0, 400, samples=values, encoding=DataEncoding.INT32))
    assert list(samples_of(day_file(tmp_path).read_bytes()).values()) == values.tolist()


def test_a_gap_over_midnight_is_cut_at_midnight(tmp_path: Path) -> None:
    first, second = piece(86_000, 86_300), piece(86_500, 86_700)
    put(tmp_path, first, 0), put(tmp_path, second, 1)
    done = patch(tmp_path, piece(86_250.5, 86_550.5))
    assert [one.filled for one in done] == [seconds((86_300, 86_400)), seconds((86_400, 86_500))]
    right(day_file(tmp_path, 0).read_bytes(), 86_000, 86_400)
    right(day_file(tmp_path, 1).read_bytes(), 86_400, 86_700)
    for day, old in enumerate((first, second)):
        assert kept(old, day_file(tmp_path, day).read_bytes())


def test_records_that_run_over_midnight_are_not_asked_for_again(tmp_path: Path) -> None:
    put(tmp_path, piece(86_000, 86_413.7), 0), put(tmp_path, piece(86_413.7, 87_000), 1)
    assert patch(tmp_path, piece(86_000, 87_000)) == []


def test_only_what_is_allowed_is_filled(tmp_path: Path) -> None:
    put(tmp_path, piece(0, 100) + piece(300, 400))
    (done,) = patch(tmp_path, piece(0, 400), seconds((150, 200)))
    assert done.filled == seconds((150, 200))


def test_the_same_patch_again_changes_nothing(tmp_path: Path) -> None:
    path = put(tmp_path, piece(0, 100) + piece(300, 400))
    patch(tmp_path, piece(50, 350))
    before = (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ino)
    assert patch(tmp_path, piece(50, 350)) == []
    assert (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ino) == before


def test_better_sources_first_each_gives_what_is_still_missing(tmp_path: Path) -> None:
    """The figure of 2.7: three sources with overlapping pieces; each sample comes from the best that has it."""
    path = put(tmp_path, piece(0, 100) + piece(1000, 1100))
    sources = {
        1: [(100, 250), (600, 700)],
        2: [(200, 500), (650, 800)],
        3: [(50, 1050)],
    }
    for source, parts in sources.items():
        for start, end in parts:
            count = round((end - start) * 10)
            marked = np.full(count, source * 1000, np.int32)
            patch(tmp_path, data(T0 + start * SECOND, count, samples=marked))
    found = samples_of(path.read_bytes())
    assert len(found) == 11_000

    def at(second: float) -> int:
        return found[T0 + round(second * SECOND)]

    expected = {150: 1, 249.9: 1, 250: 2, 499.9: 2, 500: 3, 599.9: 3, 600: 1, 699.9: 1, 700: 2, 799.9: 2, 800: 3}
    assert {second: at(second) // 1000 for second in expected} == expected
    assert at(99.9) == counting(T0 + 99_900_000_000, 1)[0]
    made = report(tmp_path, SDS, T0, T0 + 1100 * SECOND).streams[STREAM]
    assert (made.gaps, made.overlaps) == ([], [])


def test_a_patch_that_overlaps_itself_is_taken_once(tmp_path: Path) -> None:
    patch(tmp_path, piece(0, 200) + piece(100, 300) + piece(0, 300))
    right(day_file(tmp_path).read_bytes(), 0, 300)


def test_a_patch_out_of_order_is_put_in_order(tmp_path: Path) -> None:
    patch(tmp_path, piece(200, 300) + piece(0, 100) + piece(100, 200))
    right(day_file(tmp_path).read_bytes(), 0, 300)


def test_five_thousand_gaps_are_filled_at_once(tmp_path: Path) -> None:
    put(tmp_path, b"".join(piece(n * 12, n * 12 + 11.9) for n in range(5000)))
    (done,) = patch(tmp_path, piece(0, 60_000))
    assert len(done.filled) == 5000
    right(day_file(tmp_path).read_bytes(), 0, 60_000)


# --- what may not come in ----------------------------------------------------------------------------------


def test_records_of_another_stream_are_not_taken(tmp_path: Path) -> None:
    put(tmp_path, piece(0, 100))
    assert patch(tmp_path, data(T0 + 100 * SECOND, 1000, nslc=OTHER)) == []


@pytest.mark.parametrize("content", [b"", b"<html>busy</html>" * 100, bytes(4096)])
def test_what_is_no_data_changes_nothing(tmp_path: Path, content: bytes) -> None:
    path = put(tmp_path, piece(0, 100))
    before = path.stat()
    assert patch(tmp_path, content) == []
    assert path.stat().st_ino == before.st_ino


def test_a_record_whose_samples_do_not_add_up_is_left_out(tmp_path: Path) -> None:
    coming = records(T0, 20_000)
    damaged = bytearray(coming[3])
    damaged[300] ^= 0x55
    (done,) = patch(tmp_path, b"".join([*coming[:3], bytes(damaged), *coming[4:]]))
    assert done.rejected == {"unreadable": 1}
    assert len(done.filled) == 2
    lost = read_table(b"".join(coming))
    assert done.filled[0][1] == lost.start[3] and done.filled[1][0] == lost.end[3]


def test_a_cut_last_record_is_left_out(tmp_path: Path) -> None:
    (done,) = patch(tmp_path, piece(0, 1000)[:-200])
    assert done.filled[0][1] < T0 + 1000 * SECOND


def test_values_that_differ_are_told_and_the_archive_keeps_its_own(tmp_path: Path) -> None:
    old = piece(0, 100)
    path = put(tmp_path, old)
    lie = counting(T0 + 90 * SECOND, 2000)
    lie[:7] += 1
    (done,) = patch(tmp_path, data(T0 + 90 * SECOND, 2000, samples=lie))
    assert done.notes == ["7 samples differ between the archive and the patch"]
    right(path.read_bytes(), 0, 290)


# --- grids and rates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("shift", [0.02, 0.3, 0.5, 0.7, 0.98])
def test_another_grid_leaves_neither_gap_nor_overlap(tmp_path: Path, shift: float) -> None:
    put(tmp_path, piece(0, 100) + piece(300, 400))
    start = T0 + 50 * SECOND + round(shift * SECOND / 10)
    (done,) = patch(tmp_path, data(start, 3000))
    made = report(tmp_path, SDS, T0, T0 + 400 * SECOND).streams[STREAM]
    assert (made.gaps, made.overlaps) == ([], [])
    told = [note for note in done.notes if "beside those of the archive" in note]
    assert bool(told) == (0.1 < shift < 0.9)


def test_another_rate_fills_with_a_segment_of_its_own_inside_the_gap(tmp_path: Path) -> None:
    put(tmp_path, piece(0, 100) + piece(300, 400))
    (done,) = patch(tmp_path, data(T0 + 50_300_000_000, 300, rate=1.0))
    assert done.filled == seconds((100.3, 299.3))
    assert done.notes == ["the patch has 1 Hz, the archive 10 Hz"]
    assert report(tmp_path, SDS, T0, T0 + 400 * SECOND).streams[STREAM].overlaps == []


def test_the_step_of_a_leap_second_is_not_filled(tmp_path: Path) -> None:
    midnight = instants.start_of(date(2017, 1, 1))
    before = data(midnight - 30 * SECOND, 400)
    path = tmp_path / SDS.path(STREAM, date(2016, 12, 31))
    path.parent.mkdir(parents=True)
    path.write_bytes(before + data(midnight + 19 * SECOND, 400))
    allowed = [(midnight - DAY, midnight + DAY)]
    done = patch(tmp_path, data(midnight + 5 * SECOND, 200), allowed)
    assert [one.filled for one in done] == [[(midnight + 9 * SECOND, midnight + 19 * SECOND)]]


# --- replacing ----------------------------------------------------------------------------------------------


def test_replacing_puts_the_new_samples_in_place_of_the_old_ones(tmp_path: Path) -> None:
    old = piece(0, 2000)
    path = put(tmp_path, old)
    new = counting(T0 + 500 * SECOND, 3000) + 1
    (done,) = patch(tmp_path, data(T0 + 500 * SECOND, 3000, samples=new), replace=True)
    found = samples_of(path.read_bytes())
    assert len(found) == 20_000
    changed = [time for time, value in samples_of(old).items() if found[time] != value]
    assert (min(changed), max(changed), len(changed)) == (T0 + 500 * SECOND, T0 + 799_900_000_000, 3000)
    assert done.filled == seconds((500, 800))
    assert done.kept_records > 20


def test_replacing_keeps_the_old_where_the_patch_has_nothing(tmp_path: Path) -> None:
    path = put(tmp_path, piece(0, 1000))
    patch(tmp_path, piece(200, 300) + piece(500, 600), seconds((0, 1000)), replace=True)
    right(path.read_bytes(), 0, 1000)


def test_replacing_takes_doubled_data_out(tmp_path: Path) -> None:
    path = put(tmp_path, piece(0, 600) + piece(400, 1000))
    patch(tmp_path, piece(300, 700), seconds((300, 700)), replace=True)
    right(path.read_bytes(), 0, 1000)


# --- the old file -------------------------------------------------------------------------------------------


def test_foreign_records_logs_and_order_of_the_old_file_survive(tmp_path: Path) -> None:
    from tests.qualitycontrol.archive.test_scanning import log_record

    old = (
        piece(300, 400)
        + log_record()
        + piece(0, 100)
        + data(T0, 100, nslc=OTHER)
        + data(T0, 100, version=3, nslc=OTHER)
    )
    path = put(tmp_path, old)
    (done,) = patch(tmp_path, piece(50, 350))
    assert kept(old, path.read_bytes())
    assert done.notes == []


def test_bytes_that_were_no_record_are_told_of_and_stay_in_the_backup(tmp_path: Path) -> None:
    old = piece(0, 100) + bytes(300) + piece(300, 400)
    put(tmp_path, old)
    (done,) = patch(tmp_path, piece(50, 350))
    assert done.notes == ["300 bytes that were no record are in the backup only"]
    assert done.backup is not None and (tmp_path / done.backup).read_bytes() == old


def test_the_old_file_is_kept_and_owner_and_mode_stay(tmp_path: Path) -> None:
    old = piece(0, 100)
    path = put(tmp_path, old)
    path.chmod(0o640)
    (done,) = patch(tmp_path, piece(100, 200))
    (again,) = patch(tmp_path, piece(200, 300))
    assert path.stat().st_mode & 0o777 == 0o640
    assert done.backup is not None and again.backup is not None
    assert done.backup.parts[0] == ".trash"
    assert (tmp_path / done.backup).read_bytes() == old
    assert len((tmp_path / again.backup).read_bytes()) > len(old)
    assert [path.name for path in day_file(tmp_path).parent.iterdir()] == [path.name]


def test_nothing_outside_of_the_archive_is_written(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    root = tmp_path / "root"
    (root / "2024").mkdir(parents=True)
    (root / "2024" / "XX").symlink_to(outside)
    with pytest.raises(Refused, match="is a symbolic link"):
        patch(root, piece(0, 100))
    assert list(outside.iterdir()) == []


def test_a_day_file_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_bytes(piece(0, 100))
    path = day_file(tmp_path)
    path.parent.mkdir(parents=True)
    path.symlink_to(target)
    with pytest.raises(Refused, match="is a symbolic link"):
        patch(tmp_path, piece(100, 200))


def test_a_full_disk_is_not_filled_further(tmp_path: Path) -> None:
    path = put(tmp_path, piece(0, 100))
    with pytest.raises(Refused, match="must stay free"):
        patch(tmp_path, piece(100, 200), free_floor=10**15)
    right(path.read_bytes(), 0, 100)


def test_layouts_without_day_files_are_not_written(tmp_path: Path) -> None:
    job = Job(tmp_path, structures.named("CHAN"), STREAM, read_table(piece(0, 10)), seconds((0, 10)))
    with pytest.raises(ValueError, match="does not name one file"):
        merge(job, lambda nslc, day: nullcontext())


def test_bud_is_written(tmp_path: Path) -> None:
    job = Job(tmp_path, structures.named("BUD"), STREAM, read_table(piece(0, 10)), seconds((0, 10)))
    merge(replace(job, style=STYLE), lambda nslc, day: nullcontext())
    right((tmp_path / "XX/STA/STA.XX.00.BHZ.2024.041").read_bytes(), 0, 10)
