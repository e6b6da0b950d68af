"""What the pages read and do, through their JSON endpoints."""

import pytest

from monitoring.completion.stack.models import Request
from tests.monitoring.setup import Site
from tests.monitoring.waves import HOUR, RER, at

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
START = at("2024-05-10T10:00:00")
SPAN = {"start": "2024-05-10T10:00:00Z", "end": "2024-05-10T14:00:00Z"}


@pytest.fixture
def page(site: Site, operator, as_):
    """The operator's page; the archive lacks an hour of four, which another folder has."""
    site.holds(RER, (START, START + HOUR), (START + 2 * HOUR, START + 4 * HOUR))
    site.gaps(START, START + HOUR)
    return as_(operator)


def test_gaps_are_those_of_the_segments(page) -> None:
    told = page.get("/api/archive/gaps", SPAN).json()
    assert [(gap["nslc"], gap["seconds"]) for gap in told["results"]] == [("PF.RER..HHZ", 3600.0)]
    assert page.get("/api/archive/gaps", SPAN | {"nslc": "XX.*.*.*"}).json()["results"] == []


def test_a_request_by_hand_is_shown_before_it_is_made(page) -> None:
    body = {"nslc_list": "PF.*..HH?", **SPAN, "dry_run": True}
    told = page.post("/api/archive/requests", body).json()
    assert (told["total"], told["plans"][0]["start"]) == (1, "2024-05-10T11:00:00.000Z")
    assert not Request.objects.exists()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"nslc_list": "../etc/passwd", **SPAN}, "nslc_list"),
        ({"nslc_list": [], **SPAN}, "nslc_list"),
        ({"nslc_list": "PF.*..HH?", "start": "now", "end": "later"}, "start"),
        ({"nslc_list": "PF.*..HH?", "start": SPAN["end"], "end": SPAN["start"]}, "end"),
        ({"nslc_list": "PF.*..HH?", **SPAN, "sources": ["nobody"]}, "sources"),
        ({"nslc_list": "PF.*..HH?", **SPAN, "force": "yes"}, "force"),
    ],
)
def test_a_wrong_request_names_its_field(page, body: dict, field: str) -> None:
    answer = page.post("/api/archive/requests", body)
    assert (answer.status_code, list(answer.json()["fields"])) == (400, [field])


def test_the_stack_is_read_held_taken_up_and_emptied(page, site: Site) -> None:
    site.update(START, START + 4 * HOUR)
    row = page.get("/api/archive/stack").json()["results"][0]
    assert (row["label"], row["seconds"], row["gaps"]) == ("PF.RER..HHZ", 3600.0, 1)
    Request.objects.update(state="new", expires_at=None)
    assert page.put("/api/archive/stack/state", {"ids": [row["id"]], "to": "on_hold"}).json() == {"changed": 1}
    assert page.get("/api/archive/stack", {"state": "on_hold", "search": "RER"}).json()["counts"]["on_hold"] == 1
    lines = page.get(f"/api/archive/stack/{row['id']}/history").json()["results"]
    assert lines[-1]["state_to"] == "on_hold"
    assert page.send("DELETE", "/api/archive/stack", {"ids": [row["id"]]}).json() == {"changed": 1}
    assert page.get("/api/archive/stack").json()["results"] == []


def test_the_time_line_follows_the_settings_and_refuses_wrong_ones(page) -> None:
    told = page.get("/api/archive/window", {"f_analysis": 4, "w_analysis": 8, "l_analysis": 48}).json()
    assert [(one["name"], one["units"]) for one in told["stretches"]] == [
        ("past", 5),
        ("again", 4),
        ("new", 4),
        ("latency", 48),
    ]
    assert page.get("/api/archive/window", {"f_analysis": 9, "w_analysis": 8}).status_code == 400
    assert page.put("/api/archive/window", {"f_analysis": 0}).status_code == 400


def test_where_a_source_lies_is_shown_to_operators_only(page, site: Site, as_, watcher) -> None:
    site.any_source("disk", "LOCAL_DIR", {"path": str(site.root)})
    assert page.get("/api/archive/sources").json()["results"][0]["parameters"]["path"] == str(site.root)
    assert as_(watcher).get("/api/archive/sources").json()["results"][0]["parameters"] == {}


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://host/x", "http://user:pw@host"])
def test_strange_addresses_of_sources_are_refused(page, url: str) -> None:
    body = {"name": "x", "kind": "FDSNWS", "parameters": {"url": url}}
    assert page.post("/api/archive/sources", body).status_code == 400


def test_a_source_is_made_tested_changed_and_deleted(page, site: Site) -> None:
    body = {"name": "disk", "kind": "LOCAL_DIR", "parameters": {"path": str(site.root)}}
    made = page.post("/api/archive/sources", body).json()
    assert made["streams"] == 1
    assert page.post(f"/api/archive/sources/{made['id']}/test").json()["answers"] is True
    assert page.put(f"/api/archive/sources/{made['id']}", {"priority": 3}).json()["priority"] == 3
    assert page.delete(f"/api/archive/sources/{made['id']}").status_code == 200
    assert page.get("/api/archive/sources").json()["results"] == []
