"""Merges into a known archive: provenance, undo, two at a time, and SIGKILL at every step (acceptance 5 and 6)."""

import time
from pathlib import Path

import pytest

import qualitycontrol
from logging_core.shared.errors import Conflict, NotAllowed
from logging_core.shared.models import Change
from qualitycontrol.archive import actions, merges, queries, safe_files
from qualitycontrol.archive.formats.miniseed.samples import Style
from qualitycontrol.archive.locking import day_lock, held_if_free
from qualitycontrol.archive.merging import DayMerge
from qualitycontrol.archive.models import Archive, Provenance
from qualitycontrol.archive.tasks import empty_trash
from tests.people import make_person
from tests.qualitycontrol.archive.seismograms import DAY, FIRST, SECOND, STREAM, T0, data, samples_of, seconds
from tests.qualitycontrol.archive.stock import ACTOR, SDS, put
from tests.support.forks import ended, forked, killed_at, lines_of
from tests.support.waiting import until

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
CODE = str(Path(qualitycontrol.__file__).parent / "archive")


def merge(archive: Archive, start: float, end: float, **how) -> list[DayMerge]:
    """A patch at 10 Hz, in seconds since the first day."""
    return merges.merge_patch(
        actor=ACTOR,
        archive=archive,
        nslc=STREAM,
        patch=data(T0 + round(start * SECOND), round((end - start) * 10)),
        allowed=[(T0 - DAY, T0 + 5 * DAY)],
        style=Style(blocksize=512),
        **how,
    )


@pytest.fixture
def holed(archive: Archive, root: Path) -> Path:
    """A day file with a gap from 100 s to 300 s, known to the index."""
    path = put(root, data(T0, 1000) + data(T0 + 300 * SECOND, 1000))
    actions.rescan(actor=ACTOR, archive=archive)
    return path


def gaps(archive: Archive) -> list[tuple[int, int]]:
    return queries.gaps(archive, STREAM, T0, T0 + 400 * SECOND)


def test_the_index_knows_at_once(archive: Archive, holed: Path) -> None:
    assert gaps(archive) == seconds((100, 300))
    merge(archive, 90, 310)
    assert gaps(archive) == []
    assert actions.rescan(actor=ACTOR, archive=archive).read == 0


def test_every_merge_leaves_where_its_samples_came_from(archive: Archive, holed: Path) -> None:
    old = holed.read_bytes()
    merge(archive, 90, 310, source="the neighbour", request="17")
    row = archive.provenance.get()
    assert (row.state, row.source, row.request, row.actor) == ("done", "the neighbour", "17", "a test")
    assert (row.path, row.day, row.samples) == (str(SDS.path(STREAM, FIRST)), FIRST, 2000)
    assert row.filled == [list(span) for span in seconds((100, 300))]
    assert row.old_checksum == safe_files.checksum(old)
    assert row.new_checksum == safe_files.checksum(holed.read_bytes())
    change = Change.objects.get(kind="archive", verb="merge")
    assert change.after["source"] == "the neighbour"


def test_a_merge_is_undone(archive: Archive, holed: Path) -> None:
    old = holed.read_bytes()
    merge(archive, 90, 310)
    merges.undo(actor=ACTOR, by=None, provenance=archive.provenance.get())
    assert holed.read_bytes() == old
    assert gaps(archive) == seconds((100, 300))
    assert archive.provenance.get().state == "undone"


def test_a_file_that_a_merge_made_is_taken_away_again(archive: Archive, root: Path) -> None:
    merge(archive, 0, 100)
    merges.undo(actor=ACTOR, by=None, provenance=archive.provenance.get())
    assert not (root / SDS.path(STREAM, FIRST)).exists()
    assert archive.files.count() == 0


def test_a_merge_is_not_undone_after_the_file_changed_again(archive: Archive, holed: Path) -> None:
    merge(archive, 100, 200)
    merge(archive, 200, 300)
    later, first = archive.provenance.all()
    with pytest.raises(Conflict, match="no longer as that merge left it"):
        merges.undo(actor=ACTOR, by=None, provenance=first)
    merges.undo(actor=ACTOR, by=None, provenance=later)
    merges.undo(actor=ACTOR, by=None, provenance=first)
    assert gaps(archive) == seconds((100, 300))


def test_old_backups_are_removed_and_young_ones_stay(archive: Archive, holed: Path, root: Path) -> None:
    merge(archive, 100, 300)
    (root / ".trash" / "2001-01-01" / "2000").mkdir(parents=True)
    assert empty_trash() == 1
    assert empty_trash() == 0
    assert (root / archive.provenance.get().backup).exists()


def test_those_who_only_look_do_not_merge(archive: Archive, holed: Path) -> None:
    with pytest.raises(NotAllowed):
        merge(archive, 100, 300, by=make_person("looker", roles=["event_watcher"]))
    assert gaps(archive) == seconds((100, 300))


def test_a_merge_waits_for_the_lock_of_its_channel_day(archive: Archive, holed: Path) -> None:
    with day_lock(archive)(STREAM, FIRST):
        child = forked(lambda: merge(archive, 90, 310))
        time.sleep(0.3)  # nothing to wait for: it must not come to an end
        assert archive.provenance.count() == 0
    assert ended(child) == 0
    assert gaps(archive) == []


def test_two_workers_on_one_channel_day_lose_nothing(archive: Archive, root: Path) -> None:
    path = put(root, data(T0, 10))
    parts = [(10 + n * 50, 10 + n * 50 + 40) for n in range(8)]
    with day_lock(archive)(STREAM, FIRST):
        children = [forked(lambda part=part: merge(archive, *part)) for part in parts]
    assert [ended(child) for child in children] == [0] * len(parts)
    assert len(samples_of(path.read_bytes())) == 10 + 8 * 400
    assert archive.provenance.filter(state="done").count() == 8
    before = sorted(archive.segments.values_list("start_ns", "end_ns"))
    assert len(before) == 9
    path.touch()
    actions.rescan(actor=ACTOR, archive=archive)
    assert sorted(archive.segments.values_list("start_ns", "end_ns")) == before


def test_two_scans_of_one_archive_do_not_run_at_once(archive: Archive, root: Path) -> None:
    name = f"scan {archive.root}"

    def hold() -> None:
        with held_if_free(name):
            until((root / "let go").exists)

    child = forked(hold)

    def is_held() -> bool:
        with held_if_free(name) as free:
            return not free

    until(is_held)
    with pytest.raises(Conflict, match="is being scanned already"):
        actions.rescan(actor=ACTOR, archive=archive)
    (root / "let go").touch()
    assert ended(child) == 0


def kill_everywhere(archive: Archive, path: Path, every: int) -> int:
    """SIGKILL at each line of ours that a merge passes: the file is the old or the new one; a rerun repairs."""
    old = path.read_bytes()

    def start_over() -> None:
        path.write_bytes(old)
        archive.provenance.all().delete()
        actions.rescan(actor=ACTOR, archive=archive)

    lines = lines_of(lambda: merge(archive, 90, 310), CODE)
    new = path.read_bytes()
    for line in lines[::every]:
        start_over()
        assert killed_at(lambda: merge(archive, 90, 310), CODE, line) == -9, line
        assert path.read_bytes() in (old, new), line
        merge(archive, 90, 310)
        assert path.read_bytes() == new, line
        assert gaps(archive) == [], line
        assert list(archive.provenance.filter(state="done").values_list("samples", flat=True)) == [2000], line
        assert not archive.provenance.filter(state=Provenance.PREPARED).exists(), line
        assert [left.name for left in path.parent.iterdir()] == [path.name], line
    return len(lines[::every])


def test_a_worker_killed_at_any_step_leaves_the_old_file_or_the_new_one(archive: Archive, holed: Path) -> None:
    assert kill_everywhere(archive, holed, every=9) > 20


@pytest.mark.faults
def test_a_worker_killed_at_every_line(archive: Archive, holed: Path) -> None:
    assert kill_everywhere(archive, holed, every=1) > 150
