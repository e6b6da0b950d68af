"""The package of a cruise or lowering: a bag with the same files, a README, and what verifies it."""

import subprocess
from io import StringIO
from pathlib import Path
from typing import Any

import bagit
import pytest
from django.core.management import call_command

from logging_core.exchange.package import bag, packages
from logging_core.voyages.models import Cruise
from tests.compat.development_data import CRUISE, LOWERING
from tests.logging_core.exchange.package.conftest import files_under

PREFIX = "AT37-14_Deep_Discoverer_4928"


def export(*options: str) -> str:
    said = StringIO()
    call_command("data_export", "-v", *options, stdout=said)
    return said.getvalue()


def the_package(root: Path) -> Path:
    (found,) = (path for path in (root / "packages").iterdir() if not path.name.startswith("."))
    return found


def verify(folder: Path) -> tuple[int, str]:
    """Exit code and what the command said."""
    said = StringIO()
    try:
        call_command("verify_package", str(folder), stdout=said, stderr=said)
    except SystemExit as end:
        return int(str(end.code)), said.getvalue()
    return 0, said.getvalue()


def test_the_package_of_a_lowering_holds_the_folder_as_it_is(root: Path) -> None:
    export("-L", "4928")
    package = the_package(root)
    assert package.name.startswith(f"{PREFIX}_20")
    exported = files_under(root / "exports")
    packed = files_under(package / "data")
    assert exported.items() <= packed.items()
    assert set(packed) - set(exported) == {
        "README.txt",
        *(f"positions/{PREFIX}_positions.{form}" for form in ("csv", "geojson", "kml")),
    }


def test_the_folder_of_existing_scripts_holds_nothing_else(root: Path) -> None:
    export("-L", "4928")
    (cruise,) = (root / "exports").iterdir()
    assert sorted(path.name for path in cruise.iterdir()) == [
        "4928",
        "AT37-14_Deep_Discoverer_cruiseRecord.json",
        "Files",
    ]


def test_other_programs_find_it_whole(root: Path) -> None:
    export("-L", "4928")
    package = the_package(root)
    assert bagit.Bag(str(package)).validate()
    done = subprocess.run(
        ["sha512sum", "--quiet", "--check", "manifest-sha512.txt"], cwd=package, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_cruise_holds_all_its_lowerings(root: Path) -> None:
    export("-C", "AT37-14")
    package = the_package(root)
    assert package.name.startswith("AT37-14_Deep_Discoverer_20")
    assert {path.name for path in (package / "data" / "AT37-14").iterdir() if path.is_dir()} == {
        "4928",
        "4929",
        "4930",
        "Files",
    }


def test_a_vessel_packs_the_cruise(root: Path, settings: Any) -> None:
    settings.EXPORT_LAYOUT, settings.VEHICLE_NAME = "vessel", "Discoverer"
    export("-L", "4928")
    packed = files_under(the_package(root) / "data")
    assert "AT37-14/AT37-14_Discoverer_sealogExport.csv" in packed
    assert not any("4928" in name for name in packed)


def test_the_readme_tells_what_is_in_it(root: Path) -> None:
    Cruise.objects.filter(id=CRUISE).update(location="Jaco Scar,\nCosta Rica")
    export("-L", "4928")
    text = (the_package(root) / "data" / "README.txt").read_text()
    for words in (
        "Sealog package of lowering 4928 of cruise AT37-14",
        "All times are UTC",
        "sha512sum --quiet --check manifest-sha512.txt",
        "vessel:              R/V Atlantis",
        "place:               Jaco Scar, Costa Rica",
        f"AT37-14/4928/{PREFIX}_sealogExport.csv\n    the same as a table (5 records)",
        f"AT37-14/4928/{PREFIX}_auxDataExport.json\n    what sensors and cameras said at each event (9 records)",
        "AT37-14/4928/Images\n    pictures that the aux data names (1 file; 6 more were not there)",
    ):
        assert words in text


def test_the_package_says_what_it_is_about(root: Path) -> None:
    export("-L", "4928")
    package = packages.named(the_package(root).name)
    assert (package.kind, package.record, package.title) == ("lowering", LOWERING, "4928")
    assert package.files == len(files_under(package.path / "data"))
    assert packages.all_packages() == [package]


def test_made_again_of_the_same_records_it_stays_the_one(root: Path) -> None:
    export("-L", "4928")
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file()}
    assert "Nothing has changed since package" in export("-L", "4928")
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file()} == before


def test_only_the_newest_packages_are_kept(root: Path, settings: Any) -> None:
    settings.PACKAGES_KEPT = 2
    other = root / "packages" / f"{PREFIX}X_20200101T000000Z"
    for year in (2001, 2002):
        (root / "packages" / f"{PREFIX}_{year}0101T000000Z").mkdir(parents=True)
    other.mkdir()
    export("-L", "4928")
    newest, older = bag.bags_of(PREFIX)
    assert bagit.Bag(str(newest)).is_valid() and older.name == f"{PREFIX}_20020101T000000Z"
    assert other.exists()
    assert list((root / "packages" / ".making").iterdir()) == []


@pytest.fixture
def package(root: Path) -> Path:
    export("-L", "4928")
    return the_package(root)


def test_a_whole_package_is_said_to_be_so(package: Path) -> None:
    assert verify(package) == (0, f"{package.name} is whole.\n")


def test_verification_names_every_file_that_is_not_as_it_was(package: Path) -> None:
    data = package / "data"
    record = data / "AT37-14" / "AT37-14_Deep_Discoverer_cruiseRecord.json"
    record.write_bytes(record.read_bytes().replace(b"AT37", b"BT37", 1))
    (data / "README.txt").unlink()
    (data / "more.txt").write_text("more")
    code, said = verify(package)
    assert (code, said.splitlines()) == (
        1,
        [
            "missing: data/README.txt",
            "not in the list: data/more.txt",
            "altered: data/AT37-14/AT37-14_Deep_Discoverer_cruiseRecord.json",
        ],
    )


def test_the_description_is_verified_too(package: Path) -> None:
    with (package / "bag-info.txt").open("a") as file:
        file.write("Contact-Name: nobody\n")
    assert verify(package) == (1, "altered: bag-info.txt\n")


@pytest.mark.parametrize("damage", ["no folder", "no bag", "no list", "bytes"])
def test_what_is_no_bag_is_said_so(package: Path, damage: str) -> None:
    match damage:
        case "no folder":
            package = package / "nothing"
        case "no bag":
            (package / "bagit.txt").unlink()
        case "no list":
            (package / "manifest-sha512.txt").unlink()
        case "bytes":
            (package / "manifest-sha512.txt").write_bytes(b"\xff\xfe\n")
    code, said = verify(package)
    assert code == 1
    assert "no bag" in said or "missing: " in said


def test_a_list_that_leads_out_of_the_bag_is_refused(package: Path) -> None:
    with (package / "manifest-sha512.txt").open("a") as file:
        file.write(f"{'0' * 128}  ../../../etc/passwd\n")
    code, said = verify(package)
    assert code == 1 and "unsafe" in said


@pytest.mark.parametrize("name", ["..", ".making", "", "a/b", "nothing", "a\0b"])
def test_only_packages_are_found_by_name(package: Path, name: str) -> None:
    with pytest.raises(packages.NotFound):
        packages.named(name)
