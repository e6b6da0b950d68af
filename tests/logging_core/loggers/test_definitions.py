"""Definitions as they come in: files of a browser, files on the server, what is wrong with them, what changed."""

import shutil
from pathlib import Path

import pytest

from logging_core.loggers import actions, definitions
from logging_core.loggers.intake import BadDefinition, inside, tree
from logging_core.loggers.models import CruiseDefinition, LoggerControl
from logging_core.shared import feed
from logging_core.shared.errors import BadInput, Conflict, NotAllowed
from tests.logging_core.loggers.sailing import (
    CRUISE,
    DEVICES,
    PARSING,
    TESTS,
    lay,
    loaded,
    planned_configs,
    sailing,
)

pytestmark = pytest.mark.django_db
NBP = Path("/work/shared/data/nbp1406")


def upload(files: dict[str, str | bytes], main: str = "") -> CruiseDefinition:
    content = {name: text if isinstance(text, bytes) else text.encode() for name, text in files.items()}
    return definitions.upload_definition(actor=TESTS, by=None, files=content, main=main)


def left_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_an_upload_gets_a_folder_of_its_own_and_is_kept_whole(definitions_dir: Path) -> None:
    definition = upload({"cruise.yaml": CRUISE})
    assert definition.file.read_text() == definition.text == CRUISE
    assert definition.folder.parent == definitions_dir / "uploads"
    assert (definition.cruise_id, definition.file_name, definition.loaded_by) == ("AB26", "cruise.yaml", "tests")
    assert list(definition.expanded["modes"]) == ["idle", "sail", "half"]
    assert upload({"cruise.yaml": CRUISE}).folder != definition.folder


def test_includes_and_devices_come_with_it_below_their_folders(definitions_dir: Path) -> None:
    main = "includes: [more/configs.yaml]\n" + PARSING
    more = "variables: {port: 7004}"
    files = {"ship/main.yaml": main, "ship/more/configs.yaml": more, "ship/devices/wind.yaml": DEVICES}
    definition = upload(files)
    assert definition.path.endswith("/main.yaml")
    assert sorted(definition.files) == ["devices/wind.yaml", "main.yaml", "more/configs.yaml"]
    assert list(definition.devices) == ["wnd1-on"]


def test_which_file_is_the_definition_may_be_said(definitions_dir: Path) -> None:
    two = {"s/a.yaml": CRUISE, "s/b.yaml": CRUISE.replace("AB26", "CD27")}
    with pytest.raises(BadInput, match=r"a\.yaml, b\.yaml"):
        upload(two)
    assert upload(two, main="s/b.yaml").cruise_id == "CD27"
    with pytest.raises(BadInput, match="main"):
        upload(two, main="c.yaml")


def test_everything_that_is_wrong_is_told_with_file_line_and_key_path_and_nothing_stays(
    definitions_dir: Path,
) -> None:
    bad = CRUISE.replace("UDPWriter", "UDPWriteer").replace("port: 7003", "prot: 7003")
    start = feed.head().seq
    with pytest.raises(BadDefinition) as refused:
        upload({"cruise.yaml": bad})
    problems = refused.value.details["problems"]
    assert [(p["level"], p["file"]) for p in problems[:2]] == [("error", "cruise.yaml")] * 2
    assert any("UDPWriteer" in p["cause"] and p["line"] == 7 for p in problems)
    assert any("configs.wind-on.readers" in p["path"] and "prot" in p["path"] + p["cause"] for p in problems)
    assert (CruiseDefinition.objects.count(), left_in(definitions_dir), feed.head().seq) == (0, [], start)


@pytest.mark.parametrize(
    "name",
    [
        "../evil.yaml",
        "/etc/evil.yaml",
        "a/../../evil.yaml",
        "a\\..\\..\\evil.yaml",
        "evil.py",
        "",
        ".yaml/..",
        "a\0b.yaml",
        "x" * 300 + ".yaml",
        "C:/evil.yaml",
        "a\nb.yaml",
    ],
)
def test_a_name_that_leads_elsewhere_or_is_no_definition_file_is_refused(definitions_dir: Path, name: str) -> None:
    with pytest.raises(BadInput):
        upload({"cruise.yaml": CRUISE, name: "x: 1"})
    assert left_in(definitions_dir.parent) == []


def test_too_much_is_refused(definitions_dir: Path) -> None:
    with pytest.raises(BadInput, match="16 MiB"):
        upload({"a.yaml": b" " * (17 * 1024 * 1024)})
    with pytest.raises(BadInput, match="500"):
        upload({f"{number}.yaml": "a: 1" for number in range(501)})
    with pytest.raises(BadInput):
        upload({})


@pytest.mark.parametrize(
    "include", ["/etc/passwd", "../../secret.yaml", "../../cruise.yaml", "*/../../../secret.yaml"]
)
def test_an_upload_reads_nothing_outside_of_its_folder(definitions_dir: Path, include: str) -> None:
    lay("secret.yaml", "variables: {word: secret}")
    with pytest.raises(BadDefinition) as refused:
        upload({"cruise.yaml": f"includes: ['{include}']\n{CRUISE}"})
    assert "outside" in refused.value.message or "not allowed" in refused.value.message


@pytest.mark.parametrize("module", ["os", "subprocess", "logging_core.shared.clock", "logger.readers.os.system"])
def test_no_class_outside_of_the_registry_is_imported(definitions_dir: Path, module: str) -> None:
    with pytest.raises(BadDefinition, match=r"plug-in|unknown"):
        upload({"cruise.yaml": CRUISE.replace("class: UDPWriter", f"class: system, module: {module}")})


def test_files_on_the_server_are_those_below_the_folder_of_definitions(definitions_dir: Path) -> None:
    inner = lay("ship/cruise.yaml", CRUISE)
    assert inside("ship/cruise.yaml") == (inner, definitions_dir)
    assert inside(str(inner)) == (inner, definitions_dir)
    outer = definitions_dir.parent / "outer.yaml"
    outer.write_text(CRUISE)
    (definitions_dir / "link.yaml").symlink_to(outer)
    for path in ("../outer.yaml", str(outer), "link.yaml", "/etc/passwd", "ship", "none.yaml", "", "a\0b"):
        with pytest.raises(BadInput):
            inside(path)
    assert tree() == ["ship/cruise.yaml"]


def test_an_uploaded_file_keeps_its_own_folder_as_base(definitions_dir: Path) -> None:
    definition = upload({"cruise.yaml": CRUISE})
    assert inside(definition.path) == (definition.file, definition.folder)


def test_a_definition_is_stale_once_a_file_it_was_read_from_changed(definitions_dir: Path) -> None:
    lay("devices/wind.yaml", DEVICES)
    definition = loaded(PARSING)
    assert not definitions.is_stale(definition)
    lay("devices/wind.yaml", DEVICES + "\n# another")
    assert definitions.is_stale(definition)
    (definitions_dir / "devices/wind.yaml").unlink()
    assert definitions.is_stale(definition)


def test_a_reload_takes_the_file_as_it_is_now_and_keeps_mode_and_configs(definitions_dir: Path) -> None:
    sailing()
    lay("cruise.yaml", CRUISE.replace("AB26", "AB27"))
    definitions.reload_definition(actor=TESTS, by=None)
    control = LoggerControl.objects.select_related("definition").get(pk=1)
    assert (control.definition.cruise_id, control.mode) == ("AB27", "sail")
    definitions.reload_definition(actor=TESTS, by=None, preserve=False)
    assert LoggerControl.objects.get(pk=1).mode == "idle"


def test_a_reload_of_a_file_that_became_bad_changes_nothing(definitions_dir: Path) -> None:
    sailing()
    start = feed.head().seq
    lay("cruise.yaml", "loggers: [")
    with pytest.raises(BadDefinition):
        definitions.reload_definition(actor=TESTS, by=None)
    assert (planned_configs()["gyro"], feed.head().seq) == ("gyro-net", start)


def test_there_is_nothing_to_reload_without_a_definition(definitions_dir: Path) -> None:
    with pytest.raises(Conflict):
        definitions.reload_definition(actor=TESTS, by=None)


def test_going_back_to_an_earlier_definition_runs_it_again(definitions_dir: Path) -> None:
    first = sailing()
    second = upload({"other.yaml": CRUISE.replace("gyro", "compass")})
    actions.apply_definition(actor=TESTS, by=None, definition=second, preserve=True)
    assert set(planned_configs()) == {"compass", "wind"}
    actions.apply_definition(actor=TESTS, by=None, definition=first, preserve=True)
    assert planned_configs() == {"gyro": "gyro-net", "wind": "wind-on"}


def test_a_definition_whose_folder_is_gone_is_not_applied(definitions_dir: Path) -> None:
    definition = upload({"cruise.yaml": CRUISE})
    shutil.rmtree(definition.folder)
    with pytest.raises(Conflict, match="gone"):
        actions.apply_definition(actor=TESTS, by=None, definition=definition, preserve=False)


def test_a_watcher_loads_nothing(definitions_dir: Path, watcher) -> None:
    for attempt in (
        lambda: definitions.upload_definition(actor=TESTS, by=watcher, files={"a.yaml": CRUISE.encode()}),
        lambda: definitions.reload_definition(actor=TESTS, by=watcher),
        lambda: definitions.load_definition(
            actor=TESTS, by=watcher, file=lay("a.yaml", CRUISE), base_dir=definitions_dir
        ),
    ):
        with pytest.raises(NotAllowed):
            attempt()


@pytest.mark.skipif(not NBP.exists(), reason="the recorded cruise is not at hand")
def test_a_real_cruise_with_its_includes_and_devices_is_uploaded_as_a_folder(definitions_dir: Path) -> None:
    files = {str(path.relative_to(NBP.parent)): path.read_bytes() for path in NBP.rglob("*.yaml")}
    definition = upload(files)  # type: ignore[arg-type]
    assert (definition.cruise_id, definition.file_name) == ("NBP1406", "NBP1406_cruise.yaml")
    assert len(definition.expanded["loggers"]) > 20
