"""What an archive has between two times, cut to the sample."""

from datetime import timedelta
from pathlib import Path

import pytest

from qualitycontrol.archive import structures
from qualitycontrol.archive.cutting import cut
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
)

SDS = structures.named("SDS")


def put(root: Path, content: bytes, day: int = 0) -> None:
    path = root / SDS.path(STREAM, FIRST + timedelta(days=day))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def cut_seconds(root: Path, start: float, end: float) -> bytes:
    return b"".join(cut(root, SDS, STREAM, T0 + round(start * SECOND), T0 + round(end * SECOND)))


@pytest.mark.parametrize(("start", "end"), [(0, 1000), (0.05, 999.95), (123.4, 567.8), (500, 500.1), (900, 2000)])
def test_every_sample_of_the_time_and_no_other(tmp_path: Path, start: float, end: float) -> None:
    put(tmp_path, data(T0, 10_000))
    first, last = T0 + round(start * SECOND), min(T0 + round(end * SECOND), T0 + 1000 * SECOND)
    whole = {T0 + n * SECOND // 10: value for n, value in enumerate(counting(T0, 10_000).tolist())}
    expected = {time: value for time, value in whole.items() if first <= time < last}
    assert samples_of(cut_seconds(tmp_path, start, end)) == expected


def test_whole_records_are_given_as_they_are(tmp_path: Path) -> None:
    stored = records(T0, 10_000)
    put(tmp_path, b"".join(stored))
    given = list(cut(tmp_path, SDS, STREAM, T0 + 100 * SECOND, T0 + 900 * SECOND))
    assert given[1:-1] == [record for record in stored if record in given]
    assert len(given) > 10


def test_records_that_run_over_midnight_are_found_in_the_file_of_the_day_before(tmp_path: Path) -> None:
    put(tmp_path, data(T0 + DAY - 100 * SECOND, 1500))
    found = samples_of(cut_seconds(tmp_path, 86_400, 86_500))
    assert len(found) == 500
    assert min(found) == T0 + DAY


def test_other_streams_and_other_times_give_nothing(tmp_path: Path) -> None:
    put(tmp_path, data(T0, 100, nslc=OTHER))
    assert cut_seconds(tmp_path, 0, 10) == b""
    assert cut_seconds(tmp_path, 20 * 86_400, 21 * 86_400) == b""
