"""Scans killed at random: the result is that of a clean run (F22)."""

import random
import time
from pathlib import Path

import pytest

from qualitycontrol.archive import actions, queries, rescanning
from qualitycontrol.archive.models import Archive, DataFile, Scan
from qualitycontrol.demo.archive import Plan, make_archive
from tests.qualitycontrol.archive.stock import ACTOR
from tests.support.forks import ended, forked, kill

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
PLAN = Plan(stations=("STA1", "STA5"), channels=("BHZ",), days=12, rate_hz=1.0)


def contents(archive: Archive) -> list[tuple]:
    """Everything that is known, without row numbers."""
    columns = [field.name for field in DataFile._meta.fields if field.name not in {"id", "archive"}]
    segments = archive.segments.order_by("nslc", "start_ns", "end_ns", "file__path")
    return [*archive.files.values_list(*columns), *segments.values_list("file__path", *queries.Held._fields)]


def scan(archive: Archive) -> Scan:
    return actions.rescan(actor=ACTOR, archive=archive)


def kill_scans(archive: Archive, root: Path, times: int) -> int:
    """How often a scan was really killed before the last one went through."""
    chance, killed = random.Random(7), 0
    for _ in range(times):
        child = forked(lambda: scan(archive))
        time.sleep(chance.uniform(0, 0.05))
        kill(child)
        killed += ended(child) == -9
        if chance.random() < 0.3:  # something to read for those that come after the archive was read
            chance.choice(sorted(root.rglob("*.D.2024.*"))).touch()
    assert scan(archive).state == Scan.DONE
    return killed


@pytest.mark.parametrize("times", [12, pytest.param(100, marks=pytest.mark.faults)])
def test_a_scan_killed_again_and_again_ends_as_a_clean_one(
    archive: Archive, root: Path, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_archive(root, PLAN)
    monkeypatch.setattr(rescanning, "BATCH", 2)
    assert kill_scans(archive, root, times) > times / 3
    resumed = contents(archive)
    archive.files.all().delete()
    scan(archive)
    assert resumed == contents(archive)
    assert not archive.scans.filter(state=Scan.RUNNING).exists()
