"""The auto-actions as scripts of existing servers see them: over the API, through a real broker and workers."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.compat.site import Site
from tests.support.waiting import until

ASNAP = "59810167212b348aed7fa9f5"


def iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def milestone(answer: str) -> dict[str, Any]:
    return {
        "event_value": "VEHICLE",
        "event_options": [{"event_option_name": "milestone", "event_option_value": answer}],
    }


@pytest.fixture
def dive(site: Site) -> str:
    """A lowering with generous times, made beforehand; the rules follow."""
    until(lambda: site.query("SELECT 1 FROM logging_core_follower WHERE name = 'rules'"), what="the rules follow")
    now = datetime.now(UTC)
    made = site.admin.post(
        "lowerings",
        {
            "lowering_id": "R001",
            "start_ts": iso(now - timedelta(days=1)),
            "stop_ts": iso(now + timedelta(days=1)),
            "lowering_location": "",
            "lowering_tags": [],
            "lowering_hidden": False,
            "lowering_additional_meta": {"lowering_description": "generous times"},
        },
    )
    assert made.status_code == 201, made.text
    return made.json()["insertedId"]


def firings(site: Site) -> int:
    return site.query("SELECT count(*) FROM logging_core_rulefiring")[0][0]


def test_milestones_of_a_script_reach_the_lowering_within_seconds(site: Site, dive: str) -> None:
    def lowering() -> dict[str, Any]:
        return site.guest.get(f"lowerings/{dive}").json()

    def milestones() -> dict[str, str]:
        return lowering()["lowering_additional_meta"].get("milestones", {})

    first = site.guest.post("events", milestone("On bottom")).json()["insertedId"]
    bottom = until(lambda: milestones().get("lowering_on_bottom"), what="the milestone is set", seconds=15)
    assert bottom == site.guest.get(f"events/{first}").json()["ts"]

    site.guest.post("events", milestone("On bottom"))  # the second one
    off_deck = site.guest.post("events", milestone("Off deck")).json()["insertedId"]
    asnap = f"custom_vars/{ASNAP}"
    until(lambda: site.guest.get(asnap).json()["custom_var_value"] == "On", what="ASNAP is on", seconds=15)
    until(lambda: firings(site) == 3, what="each event was answered", seconds=15)
    assert milestones()["lowering_on_bottom"] == bottom
    assert lowering()["start_ts"] == site.guest.get(f"events/{off_deck}").json()["ts"]
    assert lowering()["lowering_additional_meta"]["lowering_description"] == "generous times"

    start = lowering()["start_ts"]
    site.guest.patch(f"events/{off_deck}", {"event_free_text": "calm sea"})  # changes nothing that decides
    site.guest.post("events", milestone("On deck"))
    until(lambda: site.guest.get(asnap).json()["custom_var_value"] == "Off", what="ASNAP is off", seconds=15)
    assert (firings(site), lowering()["start_ts"]) == (4, start)
