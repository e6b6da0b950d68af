"""What an export does when something is in its way."""

import shutil
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from logging_core.events.models import Event
from logging_core.exchange.package import choice
from logging_core.exchange.package.run import Export, Outcome
from logging_core.voyages.models import Lowering
from tests.compat.development_data import CRUISE, LOWERING
from tests.logging_core.exchange.package.conftest import files_under

TABLE = "exports/AT37-14/4928/AT37-14_Deep_Discoverer_4928_sealogExport.csv"


class Stop(Exception):
    """What a callback raises to end an export."""


def export(**options: Any) -> tuple[Outcome, list[str]]:
    lines: list[str] = []
    outcome = Export(choice.the_lowering(LOWERING), lines.append, **options).run()
    return outcome, lines


def test_a_file_that_cannot_be_written_is_told_and_leaves_no_package(root: Path) -> None:
    (root / TABLE).mkdir(parents=True)
    outcome, lines = export()
    assert outcome.package == ""
    assert [problem.partition(":")[0] for problem in outcome.problems] == ["sealogExport.csv"]
    assert any(line.startswith("ERROR sealogExport.csv") for line in lines) and lines[-1] == "Done"
    assert not (root / "packages").exists()
    assert (root / TABLE.replace("csv", "json")).is_file()


def test_a_place_for_packages_that_cannot_be_written_does_not_stop_the_folder(root: Path) -> None:
    (root / "packages").write_text("in the way")
    outcome, _ = export()
    assert (outcome.package, len(outcome.problems)) == ("", 1)
    assert (root / TABLE).is_file()


def test_pictures_that_are_not_there_are_told(root: Path) -> None:
    _, lines = export()
    assert "camera.1.jpg is not there" in lines
    assert set(files_under(root / "exports/AT37-14/4928/Images")) == {"camera.0.jpg"}


def test_progress_ends_with_everything_done(root: Path) -> None:
    told: list[tuple[int, int]] = []
    export(progress=lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1] > 10
    assert told == sorted(told)


class CutOff:
    """Ends an export at its nth sign of life."""

    def __init__(self, place: int) -> None:
        self.left = place

    def __call__(self, _done: int, _total: int) -> None:
        self.left -= 1
        if self.left < 0:
            raise Stop


def test_cut_off_at_any_place_and_repeated_it_ends_as_one_that_was_left_alone(root: Path) -> None:
    export()
    whole = files_under(root / "exports")
    for place in count():
        shutil.rmtree(root / "exports")
        shutil.rmtree(root / "packages")
        with suppress(Stop):
            export(progress=CutOff(place))
            break
        assert not list(root.rglob("*.part"))
        assert not list((root / "packages").glob("[!.]*"))
        assert files_under(root / "exports").items() <= whole.items()
        outcome, _ = export()
        assert outcome.problems == [] and files_under(root / "exports") == whole
    assert place > 10


def test_unchanged_files_are_not_written_again(root: Path) -> None:
    export()
    before = {path: path.stat().st_ino for path in (root / "exports").rglob("*") if path.is_file()}
    Event.objects.filter(value="CORAL").update(free_text="prettier coral")
    export()
    changed = {path.name.rpartition("_")[2] for path, inode in before.items() if path.stat().st_ino != inode}
    assert changed == {"eventOnlyExport.json", "eventOnlyExport.csv", "sealogExport.json", "sealogExport.csv"}


def test_what_a_killed_export_left_behind_is_cleared(root: Path) -> None:
    draft = root / "packages/.making/AT37-14_Deep_Discoverer_4928/half.txt"
    draft.parent.mkdir(parents=True)
    draft.write_text("half")
    part = root / "exports/AT37-14/4928/Images/.camera.0.jpg.part"
    part.parent.mkdir(parents=True)
    part.write_text("half")
    outcome, _ = export()
    assert outcome.problems == []
    assert not part.exists() and not draft.exists()
    assert "half.txt" not in str(files_under(root / "packages"))


def test_a_lowering_in_no_cruise_is_refused(root: Path) -> None:
    lowering = Lowering.objects.get(id=LOWERING)
    Lowering.objects.filter(id=LOWERING).update(start_ts=lowering.start_ts.replace(year=1990))
    with pytest.raises(choice.NotFound, match="lies in no cruise"):
        choice.the_lowering(LOWERING)


def test_lowerings_that_would_share_a_folder_are_refused(root: Path) -> None:
    Lowering.objects.filter(name="4929").update(name="4928 ")
    with pytest.raises(choice.Conflict, match="2 lowerings of cruise AT37-14 would have the folder 4928"):
        choice.the_cruise(CRUISE)
