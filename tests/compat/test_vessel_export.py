"""The data export on a vessel: the cruise as a whole, without lowerings and pictures (section 5.9)."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from logging_core.event_templates.models import EventTemplate
from logging_core.voyages import files
from tests.compat.development_data import CRUISE
from tests.compat.inside import ask, data  # noqa: F401  (every test here works on the data)

ROUTES = {
    "cruiseRecord.json": f"cruises/{CRUISE}",
    "eventOnlyExport.json": f"events/bycruise/{CRUISE}",
    "eventOnlyExport.csv": f"events/bycruise/{CRUISE}?format=csv",
    "auxDataExport.json": f"event_aux_data/bycruise/{CRUISE}",
    "sealogExport.json": f"event_exports/bycruise/{CRUISE}",
    "sealogExport.csv": f"event_exports/bycruise/{CRUISE}?format=csv",
    "eventTemplates.json": "event_templates",
}


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.EXPORT_LAYOUT, settings.VEHICLE_NAME = "vessel", "Discoverer"
    settings.EXPORTS_DIR = tmp_path / "exports"
    uploads = files.folder_of("cruise", CRUISE)
    uploads.mkdir(parents=True, exist_ok=True)
    (uploads / "plan.pdf").write_bytes(b"%PDF")
    return tmp_path / "exports" / "AT37-14"


def export(*options: str) -> None:
    call_command("data_export", *options)


def test_the_folder_of_the_cruise_holds_everything(folder: Path) -> None:
    export("-C", "AT37-14")
    found = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert found == {"Files/plan.pdf", *(f"AT37-14_Discoverer_{ending}" for ending in ROUTES)}


def test_each_file_holds_what_its_route_answers(folder: Path) -> None:
    export("-C", "AT37-14")
    for ending, route in ROUTES.items():
        written = (folder / f"AT37-14_Discoverer_{ending}").read_text()
        answer = ask("admin", "GET", route).getvalue().decode()
        if ending.endswith("csv"):
            assert written == answer
        elif ending != "eventTemplates.json":
            assert written == json.dumps(json.loads(answer)), ending


def test_without_an_option_the_newest_cruise_is_meant(folder: Path) -> None:
    export()
    assert (folder / "AT37-14_Discoverer_sealogExport.csv").exists()


def test_templates_are_written_each_time(folder: Path) -> None:
    export()
    EventTemplate.objects.update(event_name="Renamed")
    export()
    written = json.loads((folder / "AT37-14_Discoverer_eventTemplates.json").read_text())
    assert {template["event_name"] for template in written} == {"Renamed"}
