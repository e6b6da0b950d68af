"""A cruise brought over from an existing Sealog server is in the page, with what its instruments said."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PageAs
from tests.browser.ship import Ship
from tests.people import PASSWORD, PEOPLE
from tests.support.running import ROOT, System

CRUISE = ROOT.parent / "shared" / "data" / "sealog-demo"

pytestmark = pytest.mark.skipif(
    not CRUISE.is_dir(), reason=f"NOT PROVEN: the cruise to import is not here ({CRUISE.name} beside the project)"
)


@pytest.fixture(scope="module")
def receiving_ship() -> Iterator[Ship]:
    with System() as system:
        ship = Ship(system)
        ship.clerk("person", username="ana", password=PASSWORD, **PEOPLE["logger"])
        yield ship
        ship.close()


def bring_over(ship: Ship) -> dict[str, dict[str, int]]:
    """Counts by kind. The first administrator of this installation keeps the name that the file has too."""
    command = [sys.executable, "manage.py", "import_sealog", str(CRUISE), "--json"]
    done = subprocess.run(command, cwd=ROOT, env=ship.system.environment(), capture_output=True, text=True)
    counts = json.loads(done.stdout.splitlines()[-1])["counts"]
    assert counts["users"].pop("errors") <= 1, done.stdout
    assert [kind for kind, count in counts.items() if count.get("errors")] == [], done.stdout
    return counts


def test_an_open_page_shows_the_imported_cruise_and_a_second_import_changes_nothing(
    receiving_ship: Ship, page_as: PageAs
) -> None:
    ana = page_as("ana", of=receiving_ship)
    first = bring_over(receiving_ship)
    events = json.loads(next(Path(CRUISE).glob("*eventOnlyExport.json")).read_text())
    aux_data = json.loads(next(Path(CRUISE).glob("*auxDataExport.json")).read_text())
    assert receiving_ship.clerk("count") == len(events) == 525
    located = next(each for each in aux_data if each["data_source"] == "vesselRealtimeNavData")
    ana.open(f"/?event={located['event_id']}")
    card = ana.details.get_by_test_id("aux-card").filter(has_text="Vessel Realtime Nav Data")
    for reading in located["data_array"]:
        expect(card).to_contain_text(str(reading["data_value"]))
    second = bring_over(receiving_ship)
    assert {kind: count["imported"] for kind, count in first.items()} == {
        kind: count["skipped"] for kind, count in second.items()
    }
    assert [kind for kind, count in second.items() if count["imported"] or count["updated"]] == []
    assert receiving_ship.clerk("count") == 525
