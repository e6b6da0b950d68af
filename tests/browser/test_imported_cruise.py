"""A cruise brought over from an existing Sealog server is in the page, with what its instruments said."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PageAs
from tests.browser.ship import Ship
from tests.support.running import ROOT

CRUISE = ROOT.parent / "shared" / "data" / "sealog-demo"

pytestmark = pytest.mark.skipif(
    not CRUISE.is_dir(), reason=f"NOT PROVEN: the cruise to import is not here ({CRUISE.name} beside the project)"
)


def bring_over(ship: Ship) -> dict[str, dict[str, int]]:
    """Counts by kind. The guest of this ship, whose name the file has too under another id, stays as it is."""
    command = [sys.executable, "manage.py", "import_sealog", str(CRUISE), "--json"]
    done = subprocess.run(command, cwd=ROOT, env=ship.system.environment(), capture_output=True, text=True)
    counts = json.loads(done.stdout.splitlines()[-1])["counts"]
    assert counts["users"].pop("errors") <= 1, done.stdout
    assert [kind for kind, count in counts.items() if count.get("errors")] == [], done.stdout
    return counts


def test_the_page_shows_the_imported_cruise_and_a_second_import_changes_nothing(
    second_ship: Ship, page_as: PageAs
) -> None:
    ana = page_as("ana", of=second_ship)
    first = bring_over(second_ship)
    events = json.loads(next(Path(CRUISE).glob("*eventOnlyExport.json")).read_text())
    aux_data = json.loads(next(Path(CRUISE).glob("*auxDataExport.json")).read_text())
    assert second_ship.clerk("count", ts__year=2023) == len(events) == 525
    located = next(each for each in aux_data if each["data_source"] == "vesselRealtimeNavData")
    ana.open(f"/?event={located['event_id']}")
    card = ana.details.get_by_test_id("aux-card").filter(has_text="Vessel Realtime Nav Data")
    for reading in located["data_array"]:
        expect(card).to_contain_text(str(reading["data_value"]))
    second = bring_over(second_ship)
    # What was brought in, and the admin who was met under his own id, is all there the second time.
    assert {kind: count["imported"] + count["skipped"] for kind, count in first.items()} == {
        kind: count["skipped"] for kind, count in second.items()
    }
    assert [kind for kind, count in second.items() if count["imported"] or count["updated"]] == []
    assert second_ship.clerk("count", ts__year=2023) == 525
