"""The incremental scan: what it reads, what it keeps, what it forgets."""

import os
import shutil
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from logging_core.accounts.models import User
from logging_core.shared.errors import BadInput, NotAllowed
from logging_core.shared.models import Change
from qualitycontrol.archive import actions, queries
from qualitycontrol.archive.models import Archive, DataFile, Scan, Segment
from qualitycontrol.demo.archive import Plan, make_archive
from tests.people import make_person
from tests.qualitycontrol.archive.seismograms import DAY, FIRST, OTHER, SECOND, STREAM, T0, data
from tests.qualitycontrol.archive.stock import ACTOR, put

SMALL = Plan(stations=("STA1", "STA5"), channels=("BHZ",), days=10, rate_hz=2.0)


def scan(archive: Archive, **how) -> Scan:
    return actions.rescan(actor=ACTOR, archive=archive, **how)


def contents(archive: Archive) -> list[tuple]:
    """Everything that is known, without row numbers."""
    columns = [field.name for field in DataFile._meta.fields if field.name not in {"id", "archive"}]
    files = list(archive.files.values_list(*columns))
    segments = archive.segments.order_by("nslc", "start_ns", "end_ns", "file__path")
    return files + list(segments.values_list("file__path", *queries.Held._fields))


def test_gaps_and_overlaps_come_out_of_the_tables(archive: Archive, root: Path) -> None:
    truth = make_archive(root, SMALL)
    done = scan(archive)
    assert (done.state, done.read, done.files, done.cause) == (Scan.DONE, truth.files, truth.files, "")
    found = queries.coverages(archive, SMALL.streams, *SMALL.window)
    assert {name: coverage.gaps for name, coverage in found.items()} == truth.gaps
    assert {name: coverage.overlaps for name, coverage in found.items()} == truth.overlaps
    assert queries.streams(archive) == ["XX.STA1.00.BHZ", "XX.STA5.00.BHZ"]
    assert queries.gaps(archive, "XX.NOT.00.BHZ", 0, 10) == [(0, 10)]


def test_a_file_has_its_row(archive: Archive, root: Path) -> None:
    path = put(root, data(T0, 600) + bytes(100))
    scan(archive)
    file = archive.files.get()
    assert (file.path, file.nslc, file.day) == (str(path.relative_to(root)), str(STREAM), FIRST)
    assert (file.state, file.problem) == (DataFile.OK, "100 bytes are no miniSEED record")
    assert (file.record_lengths, file.encodings, file.key) == ([512], ["STEIM2"], "2024.XX.STA.00.BHZ.041")


def test_unchanged_files_are_not_opened_again(
    archive: Archive, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_archive(root, SMALL)
    scan(archive)
    opened: list[str] = []
    monkeypatch.setitem(sys.__dict__, "archive_opened", opened)
    sys.addaudithook(
        lambda event, args: opened.append(str(args[0])) if event == "open" and str(root) in str(args[0]) else None
    )
    assert scan(archive).read == 0
    assert opened == []
    touched = sorted(root.rglob("*.D.2024.*"))[3]
    os.utime(touched, ns=(1, 1))
    assert scan(archive).read == 1
    assert opened == [str(touched)]


def test_changed_files_are_read_and_gone_ones_forgotten(archive: Archive, root: Path) -> None:
    first, second = put(root, data(T0, 600)), put(root, data(T0 + DAY, 600), 1)
    scan(archive)
    first.write_bytes(data(T0, 1200))
    second.unlink()
    done = scan(archive)
    assert (done.read, done.gone, done.state) == (1, 1, Scan.DONE)
    assert list(archive.segments.values_list("end_ns", flat=True)) == [T0 + 120 * SECOND]


def test_a_scan_of_some_streams_and_times_leaves_the_rest(archive: Archive, root: Path) -> None:
    for day in range(10):
        put(root, data(T0 + day * DAY, 600), day), put(root, data(T0 + day * DAY, 600, nslc=OTHER), day, OTHER)
    done = scan(archive, start_ns=T0 + 4 * DAY, end_ns=T0 + 5 * DAY, nslcs=[STREAM])
    assert done.read == 3
    assert scan(archive).read == 17


@pytest.mark.parametrize("how", ["gone", "empty", "no folder"])
def test_a_vanished_root_fails_and_invents_no_gap(archive: Archive, root: Path, how: str) -> None:
    put(root, data(T0, 864_000))
    scan(archive)
    before = contents(archive)
    shutil.rmtree(root)
    if how == "empty":
        root.mkdir()
    elif how == "no folder":
        root.touch()
    failed = scan(archive)
    assert failed.state == Scan.FAILED
    assert ("is it mounted?" if how == "empty" else str(root)) in failed.cause
    assert contents(archive) == before
    assert queries.gaps(archive, STREAM, T0, T0 + DAY) == []


def test_a_folder_that_cannot_be_listed_keeps_what_was_known(
    archive: Archive, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(root, data(T0, 600)), put(root, data(T0, 600, nslc=OTHER), nslc=OTHER)
    scan(archive)
    before = contents(archive)
    stale = root / "2024/XX/STA/BHZ.D"
    plain = os.scandir

    def scandir(path):
        if str(path) == str(stale):
            raise OSError(116, "Stale file handle", str(path))
        return plain(path)

    monkeypatch.setattr(os, "scandir", scandir)
    partial = scan(archive)
    assert (partial.state, partial.unread) == (Scan.PARTIAL, 1)
    assert partial.cause == "2024/XX/STA/BHZ.D: Stale file handle"
    assert contents(archive) == before


def test_a_file_that_cannot_be_read_keeps_its_segments_and_is_tried_again(
    archive: Archive, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, fresh = put(root, data(T0, 600)), put(root, data(T0 + DAY, 600), 1)
    fresh.rename(root / "aside")
    scan(archive)
    (root / "aside").rename(fresh)
    path.write_bytes(data(T0, 1200))
    plain = Path.open

    def broken(self, *args, **kwargs):
        if self in (path, fresh):
            raise OSError(5, "Input/output error", str(self))
        return plain(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", broken)
    partial = scan(archive)
    assert (partial.state, partial.unread) == (Scan.PARTIAL, 2)
    assert "Input/output error" in partial.cause
    assert list(archive.segments.values_list("end_ns", flat=True)) == [T0 + 60 * SECOND]
    assert list(archive.files.values_list("state", flat=True)) == ["unreadable", "unreadable"]
    monkeypatch.setattr(Path, "open", plain)
    assert scan(archive).read == 2
    assert [*archive.segments.values_list("end_ns", flat=True)] == [T0 + 120 * SECOND, T0 + DAY + 60 * SECOND]


def test_an_archive_that_may_only_be_read_is_scanned(archive: Archive, root: Path) -> None:
    put(root, data(T0, 600))
    folders = [root, *[path for path in root.rglob("*") if path.is_dir()]]
    for folder in folders:
        folder.chmod(0o555)
    try:
        assert scan(archive).state == Scan.DONE
    finally:
        for folder in folders:
            folder.chmod(0o755)


def test_content_without_data_has_the_state_unreadable_and_misplaced_content_that(
    archive: Archive, root: Path
) -> None:
    put(root, b"<html>"), put(root, data(T0 + 5 * DAY, 100), 1)
    scan(archive)
    assert dict(archive.files.values_list("day", "state")) == {
        FIRST: "unreadable",
        FIRST + timedelta(days=1): "misplaced",
    }
    assert archive.segments.get().start_ns == T0 + 5 * DAY


def test_progress_is_told(archive: Archive, root: Path) -> None:
    make_archive(root, SMALL)
    told: list[tuple[int, int]] = []
    scan(archive, progress=lambda done, total: told.append((done, total)))
    assert told[0] == (0, told[-1][1]) and told[-1][0] == told[-1][1]


def test_a_scan_is_in_the_journal(archive: Archive) -> None:
    scan(archive)
    change = Change.objects.get(kind="archive", verb="scan")
    assert (change.record_id, change.after["state"]) == (archive.id, "done")


def test_a_scan_that_died_is_marked_by_the_next_one(archive: Archive) -> None:
    dead = scan(archive)
    Scan.objects.update(state=Scan.RUNNING)
    assert scan(archive).state == Scan.DONE
    dead.refresh_from_db()
    assert (dead.state, dead.cause) == (Scan.FAILED, "was stopped before its end")


# --- who may, and where -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("roles", "may"), [(["admin"], True), (["seismic_operator"], True), (["event_logger"], False)]
)
def test_operators_scan(archive: Archive, roles: list[str], may: bool) -> None:
    person: User = make_person("somebody", roles=roles)
    if may:
        assert scan(archive, by=person).state == Scan.DONE
    else:
        with pytest.raises(NotAllowed):
            scan(archive, by=person)


def test_only_admins_say_where_archives_lie(root: Path, db) -> None:
    with pytest.raises(NotAllowed):
        actions.save_archive(
            actor=ACTOR, by=make_person("op", roles=["seismic_operator"]), name="x", root=str(root)
        )


@pytest.mark.parametrize("where", ["/etc", "relative/folder", "../x", "/tmp/\0x", "ROOT/../..", "ROOT/link"])
def test_archives_lie_below_the_roots(root: Path, db, where: str) -> None:
    (root / "link").symlink_to("/etc")
    with pytest.raises(BadInput, match='"root" must'):
        actions.save_archive(actor=ACTOR, by=None, name="x", root=where.replace("ROOT", str(root)))


def test_names_and_folders_belong_to_one_archive(archive: Archive, root: Path) -> None:
    for name, folder in (("final", root / "b"), ("other", root)):
        with pytest.raises(BadInput, match="belongs to another archive"):
            actions.save_archive(actor=ACTOR, by=None, name=name, root=str(folder))


def test_an_archive_that_moves_forgets_its_files(archive: Archive, root: Path) -> None:
    put(root, data(T0, 600))
    scan(archive)
    actions.save_archive(actor=ACTOR, by=None, name="moved", root=str(root / "2024"), known=archive)
    assert (archive.files.count(), Segment.objects.count()) == (0, 0)
    change = Change.objects.get(kind="archive", verb="update")
    assert (change.before["name"], change.after["name"]) == ("final", "moved")
