"""Layouts: one pattern reads and writes names."""

from datetime import date
from pathlib import Path

import pytest

from qualitycontrol.archive import structures
from qualitycontrol.archive.nslc import Nslc

STREAM = Nslc.parse("PF.RER..HHZ")
WRITTEN = {
    "SDS": "2024/PF/RER/HHZ.D/PF.RER..HHZ.D.2024.060",
    "BUD": "PF/RER/RER.PF..HHZ.2024.060",
}
READ = {
    **WRITTEN,
    "CDAY": "PF.RER..HHZ.2024:060:#H:#M:#S".replace("#H:#M:#S", "12:34:56"),
}


@pytest.mark.parametrize(("name", "path"), WRITTEN.items())
def test_a_day_file_has_one_name(name: str, path: str) -> None:
    assert structures.named(name).path(STREAM, date(2024, 2, 29)) == Path(path)


@pytest.mark.parametrize(("name", "path"), READ.items())
def test_a_name_is_read(name: str, path: str) -> None:
    assert structures.named(name).read(Path(path)) == (STREAM, 2024, 60)


@pytest.mark.parametrize(
    ("name", "path", "said"),
    [
        ("SDAY", "PF.RER.2024:060", (None, 2024, 60)),
        ("CHAN", "PF.RER..HHZ", (STREAM, None, None)),
        ("QCHAN", "PF.RER..HHZ.M", (STREAM, None, None)),
        ("CSS", "2024/060/RER.HHZ.2024:060:00:00:00", (None, 2024, 60)),
    ],
)
def test_layouts_that_say_less(name: str, path: str, said: tuple[object, ...]) -> None:
    layout = structures.named(name)
    assert layout.read(Path(path)) == said
    with pytest.raises(ValueError, match="does not name one file"):
        layout.path(STREAM, date(2024, 2, 29))


@pytest.mark.parametrize(
    "path",
    [
        "2024/PF/RER/HHZ.D/PF.RER..HHZ.D.2023.060",  # the year twice, and not the same
        "2024/PF/RER/HHZ.D/PF.RER..HHN.D.2024.060",
        "2023/PF/RER/HHZ.D/PF.RER..HHZ.D.2023.366",  # no leap year
        "2024/PF/RER/HHZ.D/PF.RER..HHZ.D.2024.60",
        "2024/PF/RER/HHZ.L/PF.RER..HHZ.L.2024.060",
        "2024/PF/RER/HHZ.D/.PF.RER..HHZ.D.2024.060.part",
        "2024/PF/RER/HHZ.D/PF.RER..HHZ.D.2024.060\n",
        "PF.RER..HHZ.D.2024.060",
    ],
)
def test_other_names_are_none_of_sds(path: str) -> None:
    assert structures.named("SDS").read(Path(path)) is None


def test_files_of_a_time_are_found_by_their_names(tmp_path: Path) -> None:
    for name in ("2024:059:23:00:00", "2024:060:00:00:00", "2024:060:12:00:00", "2024:062:00:00:00"):
        (tmp_path / f"PF.RER..HHZ.{name}").touch()
    start = 1_709_164_800_000_000_000  # 29 February 2024
    found = structures.named("CDAY").files(tmp_path, STREAM, start, start + 86_400_000_000_000)
    assert [path.name[-12:] for path in found] == ["060:00:00:00", "060:12:00:00"]


def test_a_layout_nobody_knows_is_refused_with_those_there_are() -> None:
    with pytest.raises(ValueError, match="SDS, BUD, SDAY, CHAN, QCHAN, CDAY, CSS"):
        structures.named("XYZ")
