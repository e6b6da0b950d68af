"""The set-up, step by step, as its page does it."""

from io import BytesIO
from pathlib import Path

import pytest

from monitoring.completion.models import Configuration
from tests.monitoring.waves import HOUR, RER, at, store

START = at("2024-05-10T10:00:00")
LIST = b"# mine\nPF|RER||HHZ\nPF|RER|00|HHN\n"


@pytest.fixture
def page(db: None, operator, as_):
    return as_(operator)


@pytest.fixture
def folder(places: Path) -> Path:
    store(places / "held", RER, (START, START + HOUR))
    return places / "held"


def test_it_knows_where_it_was_left(page, places: Path) -> None:
    assert page.get("/api/archive/setup").json()["next"] == "welcome"
    assert page.post("/api/archive/setup/streams", {"text": LIST.decode()}).json()["next"] == "sources"
    body = {"root": str(places / "new"), "layout": "SDS", "name": "new", "w_analysis": 4, "blocksize": 512}
    told = page.put("/api/archive/setup/archive", body).json()
    assert (told["done"]["update"], told["configuration"]["blocksize"], told["next"]) == (True, 512, "monitoring")
    assert (places / "new").is_dir()
    told = page.put("/api/archive/setup/monitoring", {"start_year": 2024, "end_year": 2025}).json()
    assert told["years"] == [2024, 2025]
    assert page.post("/api/archive/setup/finish").json()["done"]["finish"]
    assert not Configuration.the().initialisation


def test_streams_come_from_a_file(page) -> None:
    file = BytesIO(LIST)
    file.name = "streams.txt"
    told = page.submit("/api/archive/setup/streams", file=file).json()
    assert told["imported"] == {"streams": 2, "new": 2}


def test_streams_come_from_the_names_of_an_archive(page, folder: Path) -> None:
    told = page.post("/api/archive/setup/streams", {"root": str(folder), "layout": "SDS"}).json()
    assert told["examples"] == [str(RER)]


def test_those_who_only_measure_skip_to_analysis(page, folder: Path) -> None:
    body = {"root": str(folder), "layout": "SDS", "name": "held", "start_year": 2024, "end_year": 2024}
    told = page.put("/api/archive/setup/monitoring", body).json()
    assert (told["streams"], told["archive"]["root"], told["done"]["monitoring"]) == (1, str(folder), True)


def test_a_folder_is_tested_before_it_is_used(page, folder: Path) -> None:
    told = page.post("/api/archive/setup/folder", {"root": str(folder), "layout": "SDS"}).json()
    assert (told["exists"], told["writable"], told["files"]) == (True, True, 1)
    told = page.post("/api/archive/setup/folder", {"root": str(folder.parent / "x" / "y"), "layout": "SDS"}).json()
    assert (told["exists"], told["writable"]) == (False, True)


@pytest.mark.parametrize("root", ["/etc", "relative", "{places}/../..", "{places}/link"])
def test_folders_outside_of_the_roots_are_refused(page, places: Path, root: str) -> None:
    (places / "link").symlink_to("/etc")
    body = {"root": root.format(places=places), "layout": "SDS", "name": "x"}
    for path in ("folder", "streams"):
        assert page.post(f"/api/archive/setup/{path}", body).status_code == 400
    assert page.put("/api/archive/setup/archive", body).status_code == 400


@pytest.mark.parametrize("text", ["", "PF|RER", "PF|RER|00|TOOLONG", "<xml", "PF|../..|00|HHZ"])
def test_a_wrong_list_is_refused_whole(page, text: str) -> None:
    assert (
        page.post("/api/archive/setup/streams", {"text": f"PF|RER|00|HHZ\n{text}" if text else ""}).status_code
        == 400
    )
    assert page.get("/api/archive/setup").json()["streams"] == 0
