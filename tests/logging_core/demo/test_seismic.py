"""The archives of the demonstration: one with gaps, one that is complete and served."""

from datetime import timedelta
from pathlib import Path

import pytest

from logging_core.demo import seismic
from logging_core.shared import clock
from qualitycontrol.archive import instants
from qualitycontrol.archive.models import Archive
from qualitycontrol.archive.report import report


@pytest.fixture
def made(db: None, settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    settings.ARCHIVE_ROOTS = [str(tmp_path / "archives")]
    seismic.make()
    return tmp_path / "archives"


def gaps(root: Path) -> int:
    end = instants.start_of(clock.now().date())
    found = report(root, seismic.LAYOUT, end - seismic.DAYS * instants.DAY, end)
    assert len(found.streams) == 9
    return sum(len(coverage.gaps) for coverage in found.streams.values())


def test_one_has_gaps_and_the_other_has_none(made: Path) -> None:
    assert (gaps(made / "final"), gaps(made / seismic.SOURCE)) == (9, 0)
    size = sum(path.stat().st_size for path in made.rglob("*") if path.is_file())
    assert size < 20_000_000


def test_the_complete_one_is_known_and_scanned(made: Path) -> None:
    assert Archive.objects.get(name=seismic.SOURCE).segments.count() == 9 * seismic.DAYS


def test_a_later_start_only_adds_the_days_since(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {path: path.stat().st_mtime_ns for path in made.rglob("*.D.*") if path.is_file()}
    tomorrow = clock.now() + timedelta(days=1)
    monkeypatch.setattr(seismic.clock, "now", lambda: tomorrow)
    seismic.make()
    after = {path: path.stat().st_mtime_ns for path in made.rglob("*.D.*") if path.is_file()}
    assert {path: after[path] for path in before} == before
    assert len(after) - len(before) == 9
    assert gaps(made / seismic.SOURCE) == 0


def test_archives_that_lie_elsewhere_are_left_alone(db: None, settings, tmp_path: Path) -> None:
    settings.DATA_DIR, settings.ARCHIVE_ROOTS = tmp_path, [str(tmp_path / "mine")]
    seismic.make()
    assert list(tmp_path.iterdir()) == []
