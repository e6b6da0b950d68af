"""The report of a whole archive against what is known of it (acceptance 1)."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from qualitycontrol.archive import instants, structures
from qualitycontrol.archive.listing import NoArchive
from qualitycontrol.archive.report import Report, report
from qualitycontrol.demo.archive import Plan, Truth, make_archive
from tests.qualitycontrol.archive.seismograms import DAY, OTHER, SECOND, STREAM, T0, data

SDS = structures.named("SDS")
PLAN = Plan(stations=("STA1", "STA4", "STA5"), channels=("BHZ", "BHN", "BHE"), days=26, rate_hz=2.0)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    root = tmp_path_factory.mktemp("archive")
    return root, make_archive(root, PLAN)


def as_lists(made: Report, what: str) -> dict[str, list[tuple[int, int]]]:
    return {str(nslc): getattr(coverage, what) for nslc, coverage in made.streams.items()}


def test_every_gap_and_overlap_is_found_and_no_other(archive: tuple[Path, Truth]) -> None:
    root, truth = archive
    made = report(root, SDS, *PLAN.window)
    assert sum(map(len, truth.gaps.values())) == 54
    assert sum(map(len, truth.overlaps.values())) == 12
    assert as_lists(made, "gaps") == truth.gaps
    assert as_lists(made, "overlaps") == truth.overlaps
    assert (made.files, made.size, made.unread) == (truth.files, truth.size, 0)
    for nslc, coverage in made.streams.items():
        assert coverage.percent == pytest.approx(truth.percent(str(nslc), PLAN.window), abs=1e-12)


def test_a_window_over_midnight_of_three_hours_has_no_edges_of_its_own(archive: tuple[Path, Truth]) -> None:
    root, truth = archive
    for day in range(1, PLAN.days):
        midnight = PLAN.window[0] + day * DAY
        start, end = midnight - 5400 * SECOND, midnight + 5400 * SECOND
        expected = {
            name: [(max(low, start), min(high, end)) for low, high in gaps if low < end and high > start]
            for name, gaps in truth.gaps.items()
        }
        assert as_lists(report(root, SDS, start, end), "gaps") == expected


def test_only_the_files_of_the_days_around_are_opened(archive: tuple[Path, Truth]) -> None:
    root, _truth = archive
    midday = PLAN.window[0] + 5 * DAY + DAY // 2
    assert report(root, SDS, midday, midday + SECOND).files == 3 * len(PLAN.streams)


def put(root: Path, content: bytes, day: int = 0, nslc=STREAM) -> Path:
    path = root / SDS.path(nslc, instants.day_of(T0) + timedelta(days=day))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_a_stream_is_complete_across_files(tmp_path: Path) -> None:
    for day in range(3):
        put(tmp_path, data(T0 + day * DAY, 864_000), day)
    made = report(tmp_path, SDS, T0, T0 + 3 * DAY)
    assert made.as_json() == {
        "gaps": {"XX.STA.00.BHZ": []},
        "overlaps": {"XX.STA.00.BHZ": []},
        "percent": {"XX.STA.00.BHZ": 1.0},
    }
    assert made.problems == []


def test_a_stream_with_a_file_elsewhere_in_time_is_missing_here(tmp_path: Path) -> None:
    put(tmp_path, data(T0, 600))
    window = (T0 + 10 * DAY, T0 + 11 * DAY)
    assert report(tmp_path, SDS, *window).streams[STREAM].gaps == [window]


def test_content_counts_for_the_stream_it_names(tmp_path: Path) -> None:
    put(tmp_path, data(T0, 600) + data(T0, 300, nslc=OTHER))
    made = report(tmp_path, SDS, T0, T0 + 60 * SECOND)
    assert made.streams[STREAM].gaps == []
    assert made.streams[OTHER].gaps == [(T0 + 30 * SECOND, T0 + 60 * SECOND)]
    assert made.problems == ["2024/XX/STA/BHZ.D/XX.STA.00.BHZ.D.2024.041: holds records of XX.STA.00.BHN"]


def test_records_of_another_day_are_misplaced_not_lost(tmp_path: Path) -> None:
    put(tmp_path, data(T0, 864_000) + data(T0 + DAY, 600))
    made = report(tmp_path, SDS, T0, T0 + DAY + 60 * SECOND)
    assert made.streams[STREAM].gaps == []
    assert made.problems[0].endswith("holds records of another day")


def test_files_that_hold_nothing_are_told_of(tmp_path: Path) -> None:
    put(tmp_path, b"")
    put(tmp_path, b"<html>not found</html>", 1)
    made = report(tmp_path, SDS, T0, T0 + 2 * DAY)
    assert [problem.split(": ")[1] for problem in made.problems] == ["is empty", "holds no miniSEED record"]
    assert made.streams[STREAM].gaps == [(T0, T0 + 2 * DAY)]
    assert made.unread == 0


def test_what_is_no_file_of_the_layout_is_passed_by(tmp_path: Path) -> None:
    path = put(tmp_path, data(T0, 600))
    (tmp_path / "README").write_text("hello")
    path.with_name(f".{path.name}.part").write_bytes(b"half")
    trash = tmp_path / ".trash" / "2024-02-11" / path.relative_to(tmp_path)
    trash.parent.mkdir(parents=True)
    shutil.copy(path, trash)
    assert report(tmp_path, SDS, T0, T0 + DAY).files == 1


def test_symbolic_links_are_told_of_and_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    put(outside, data(T0, 600))
    root = tmp_path / "root"
    root.mkdir()
    (root / "2024").symlink_to(outside / "2024")
    made = report(root, SDS, T0, T0 + DAY)
    assert (made.streams, made.unread) == ({}, 1)
    assert made.problems == ["2024: is a symbolic link, which is not followed"]


@pytest.mark.parametrize("what", ["nothing", "a file"])
def test_a_root_that_is_no_folder_is_an_error(tmp_path: Path, what: str) -> None:
    root = tmp_path / "root"
    if what == "a file":
        root.touch()
    with pytest.raises(NoArchive):
        report(root, SDS, T0, T0 + DAY)


@pytest.mark.parametrize("layout", ["BUD", "CHAN"])
def test_other_layouts_are_read_the_same(tmp_path: Path, layout: str) -> None:
    structure = structures.named(layout)
    name = structure._filled(STREAM, instants.day_of(T0))
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_bytes(data(T0, 864_000))
    assert report(tmp_path, structure, T0, T0 + DAY).streams[STREAM].percent == 1.0
