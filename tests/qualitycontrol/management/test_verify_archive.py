"""`manage.py verify_archive`: silent damage is found."""

import json
import os
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from qualitycontrol.archive import actions
from qualitycontrol.archive.models import Archive
from tests.qualitycontrol.archive.seismograms import DAY, T0, data
from tests.qualitycontrol.archive.stock import ACTOR, make_archive_row, put

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(tmp_path: Path, settings) -> Archive:
    settings.ARCHIVE_ROOTS = [str(tmp_path)]
    for day in range(3):
        put(tmp_path, data(T0 + day * DAY, 1000), day)
    archive = make_archive_row(tmp_path)
    actions.rescan(actor=ACTOR, archive=archive)
    return archive


def verify(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict]:
    code = 0
    try:
        call_command("verify_archive", "final", "--json", *words)
    except SystemExit as end:
        code = int(str(end.code))
    return code, json.loads(capsys.readouterr().out)


def test_checksums_are_stored_once_and_compared_afterwards(archive: Archive, capsys) -> None:
    assert verify(capsys, "--dry-run") == (0, {"good": 0, "new": 3, "damaged": [], "skipped": []})
    assert verify(capsys)[1]["new"] == 3
    assert verify(capsys) == (0, {"good": 3, "new": 0, "damaged": [], "skipped": []})


def test_content_that_changed_by_itself_is_damage(archive: Archive, capsys) -> None:
    verify(capsys)
    file = archive.files.first()
    path = Path(archive.root) / file.path
    path.write_bytes(b"\0" + path.read_bytes()[1:])
    os.utime(path, ns=(file.mtime_ns, file.mtime_ns))
    assert verify(capsys) == (1, {"good": 2, "new": 0, "damaged": [file.path], "skipped": []})
    file.refresh_from_db()
    assert "no longer that of its checksum" in file.problem


def test_a_file_that_was_changed_is_to_be_scanned_first(archive: Archive, capsys) -> None:
    verify(capsys)
    file = archive.files.first()
    (Path(archive.root) / file.path).write_bytes(data(T0, 2000))
    assert verify(capsys)[0] == 2
    actions.rescan(actor=ACTOR, archive=archive)
    assert verify(capsys) == (0, {"good": 2, "new": 1, "damaged": [], "skipped": []})


def test_an_unknown_archive_is_refused_with_those_there_are(archive: Archive) -> None:
    with pytest.raises(CommandError, match="known: final"):
        call_command("verify_archive", "other")
