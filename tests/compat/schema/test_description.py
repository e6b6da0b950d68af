"""The OpenAPI description: whole, valid, and what the running system really answers."""

import json
import re
from typing import Any

import httpx
import pytest
from drf_spectacular.validation import validate_schema
from playwright.sync_api import sync_playwright

from logging_core.compat.documentation import openapi
from logging_core.compat.urls import routes
from tests.browser.chromium import launch
from tests.compat.development_data import AUX_DATA, CRUISE, EVENTS, GUEST, LOWERING, TEMPLATES
from tests.compat.schema.described import operations, problem_with
from tests.compat.schema.people import clients
from tests.compat.site import Site

IN_ROUTE = re.compile(r"<\w+:(\w+)>")
READS = sorted(path for method, path in operations() if method == "GET")
IDS = {
    "bycruise": CRUISE,
    "bylowering": LOWERING,
    "byevent": EVENTS[0],
    "events": EVENTS[0],
    "event_exports": EVENTS[0],
    "event_aux_data": AUX_DATA[0],
    "event_templates": TEMPLATES[0],
    "custom_vars": "59810167212b348aed7fa9f5",
    "cruises": CRUISE,
    "lowerings": LOWERING,
    "users": GUEST,
    "export_cruise": CRUISE,
    "export_lowering": LOWERING,
}


def real(path: str) -> str:
    """The path with the id of a record that is there."""
    folder = path.partition("/{id}")[0].rpartition("/")[2]
    return path.replace("{id}", IDS.get(folder, EVENTS[0])).replace("{name}", "plan.pdf")


def test_every_method_of_every_route_is_described() -> None:
    doors = {
        (method, "/" + IN_ROUTE.sub(r"{\1}", route))
        for route, endpoint in routes.items()
        for method in endpoint.doors
        if not route.endswith("/")
    }
    assert doors == set(operations())


def test_the_description_is_valid_and_its_names_are_unique() -> None:
    validate_schema(openapi())
    names = [operation["operationId"] for operation in operations().values()]
    assert len(names) == len(set(names))


@pytest.mark.system
def test_it_is_served(site: Site) -> None:
    answer = httpx.get(f"{site.url}/sealog-server/swagger.json")
    assert answer.json() == json.loads(json.dumps(openapi()))


@pytest.mark.system
@pytest.mark.browser
def test_its_pages_need_nothing_from_elsewhere_and_keep_the_content_policy(running: Site) -> None:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{running.url}/sealog-server/documentation")
        page.wait_for_selector(".opblock")
        assert page.locator(".opblock").count() == len(operations())
        browser.close()
    assert complaints == []
    assert [url for url in asked if not url.startswith((running.url, "data:"))] == []


@pytest.mark.system
@pytest.mark.parametrize("table", [False, True], ids=["JSON", "CSV"])
def test_every_read_gives_everybody_an_answer_that_is_described(site: Site, table: bool) -> None:
    found = {}
    for name, client in clients(site).items():
        for path in READS:
            answer = client.get(real(path), params={"format": "csv"} if table else None)
            found[f"{name} {path}"] = problem_with(answer, operations()["GET", path])
    assert {where: what for where, what in found.items() if what} == {}


@pytest.mark.system
def test_the_reads_of_an_admin_succeed(site: Site) -> None:
    """So that the test above has looked at records and not only at refusals."""
    found = {path: site.admin.http.get(real(path)).status_code for path in READS}
    not_there = {path for path in READS if "{name}" in path or re.search(r"/files/\w+/{id}$", path)}
    failed = {path: status for path, status in found.items() if status >= 300 and path not in not_there}
    assert failed == {"/sealog-server/api/v1/external_calls/export_lowering/{id}": 409}


def event(**fields: Any) -> dict[str, Any]:
    return {"event_value": "FISH", **fields}


WRITES: list[tuple[str, str, dict[str, Any], int]] = [
    ("DELETE", f"event_aux_data/{AUX_DATA[1]}", {}, 204),
    ("POST", "events", {"json": event()}, 201),
    ("POST", "events", {"json": event(id=EVENTS[0])}, 400),
    ("POST", "events", {"content": "{", "headers": {"Content-Type": "application/json"}}, 400),
    ("POST", "events", {"content": "x" * 1_100_000}, 413),
    ("POST", "events", {"content": "<x/>", "headers": {"Content-Type": "text/xml"}}, 415),
    ("PATCH", f"events/{EVENTS[1]}", {"json": {"event_free_text": "so"}}, 204),
    ("DELETE", f"events/{EVENTS[2]}", {}, 204),
    ("POST", "event_aux_data", {"json": {"event_id": EVENTS[0], "data_source": "new"}}, 201),
    ("POST", "event_aux_data", {"json": {"event_id": EVENTS[0], "data_source": "new"}}, 204),
    ("DELETE", f"event_templates/{TEMPLATES[1]}", {}, 204),
    ("PATCH", "custom_vars/59810167212b348aed7fa9f5", {"json": {"custom_var_value": "On"}}, 204),
    ("PATCH", f"cruises/{CRUISE}", {"json": {"cruise_location": "x"}}, 204),
    ("PATCH", f"cruises/{CRUISE}/permissions", {"json": {"add": []}}, 404),
    ("PATCH", f"users/{GUEST}", {"json": {"fullname": "Somebody"}}, 204),
    ("DELETE", f"users/{GUEST}", {}, 204),
    ("POST", "auth/login", {"json": {"username": "nobody", "password": "x"}}, 401),
    ("DELETE", "events", {"params": {"value": "nothing"}}, 200),
    ("DELETE", "events/all", {}, 204),
    ("DELETE", "lowerings/all", {}, 204),
    ("DELETE", "cruises/all", {}, 204),
]


@pytest.mark.system
def test_writes_give_answers_that_are_described(site: Site) -> None:
    for method, route, options, status in WRITES:
        path = f"/sealog-server/api/v1/{route}"
        answer = site.admin.http.request(method, path, **options)
        assert answer.status_code == status, (method, route, answer.text)
        described = re.sub(r"/[0-9a-f]{24}", "/{id}", path)
        assert problem_with(answer, operations()[method, described]) == "", (method, route)
