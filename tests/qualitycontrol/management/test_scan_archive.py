"""`manage.py scan_archive`, as an operator runs it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from qualitycontrol.archive.models import Archive, Scan
from qualitycontrol.demo.archive import Plan, make_archive
from tests.support.running import ROOT

PLAN = Plan(stations=("STA1", "STA5"), channels=("BHZ",), days=8, rate_hz=1.0)
START, END = "2024-02-10", "2024-02-18T00:00:00Z"


@pytest.fixture
def folder(tmp_path: Path, settings) -> Path:
    settings.ARCHIVE_ROOTS = [str(tmp_path)]
    root = tmp_path / "archive"
    root.mkdir()
    return root


def run(*words: object) -> tuple[int, str, str]:
    """Exit code and what it prints, as its own process without any database."""
    command = [sys.executable, "manage.py", "scan_archive", *map(str, words)]
    environment = {"PATH": "/usr/bin:/bin", "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, env=environment | {"REDIS_URL": "redis://127.0.0.1:1/0"}
    )
    return done.returncode, done.stdout, done.stderr


def test_the_report_is_one_json_object_and_writes_nothing(folder: Path) -> None:
    truth = make_archive(folder, PLAN)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    code, out, _err = run(folder, START, END, "--report")
    told = json.loads(out)
    assert code == 0
    assert set(told) == {"gaps", "overlaps", "percent"}
    assert told["gaps"] == {name: [list(span) for span in spans] for name, spans in truth.gaps.items()}
    assert told["overlaps"] == {name: [list(span) for span in spans] for name, spans in truth.overlaps.items()}
    assert told["percent"] == {name: pytest.approx(truth.percent(name, PLAN.window)) for name in truth.gaps}
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_a_folder_without_files_is_nothing_to_do(folder: Path) -> None:
    assert run(folder, START, END, "--report")[:2] == (3, '{"gaps": {}, "overlaps": {}, "percent": {}}\n')


def report(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = 0
    try:
        call_command("scan_archive", *words)
    except SystemExit as end:
        code = int(str(end.code))
    said = capsys.readouterr()
    return code, said.out, said.err


def test_what_cannot_be_read_makes_it_partial(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_archive(folder, PLAN)
    (folder / "2023").symlink_to("/etc")
    code, out, err = report(capsys, str(folder), START, END, "--report")
    assert code == 2
    assert len(json.loads(out)["gaps"]) == 2
    assert "2023: is a symbolic link" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["/nowhere", START, END], "/nowhere: No such file or directory"),
        (["FOLDER", "yesterday", END], "START must be in ISO 8601 date format, not 'yesterday'"),
        (["FOLDER", START, "2024-02-30"], "END must be in ISO 8601 date format, not '2024-02-30'"),
        (["FOLDER", END, START], "END must be after START"),
        (["FOLDER", START, END, "--layout", "XYZ"], "invalid choice: 'XYZ'"),
    ],
)
def test_errors_say_what_is_wrong(folder: Path, words: list[str], said: str) -> None:
    given = [word.replace("FOLDER", str(folder)) for word in words]
    with pytest.raises(CommandError, match=said):
        call_command("scan_archive", *given, "--report")


@pytest.mark.django_db
def test_without_report_what_is_found_is_stored(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    truth = make_archive(folder, PLAN)
    code, out, _err = report(capsys, str(folder), START, END, "--json")
    told = json.loads(out)
    assert (code, told["state"], told["read"]) == (0, "done", truth.files)
    assert Archive.objects.get().root == str(folder)
    assert report(capsys, str(folder), START, END)[1].startswith(f"done: {truth.files} files, 0 read, 0 gone")
    assert Scan.objects.count() == 2


@pytest.mark.django_db
def test_only_folders_below_the_roots_are_stored(folder: Path) -> None:
    with pytest.raises(CommandError, match="must lie below"):
        call_command("scan_archive", "/etc", START, END)
