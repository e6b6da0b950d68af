"""Every route of existing Sealog clients, every method, every kind of person with his token."""

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from logging_core.accounts.models import User
from logging_core.compat import tokens
from logging_core.shared import feed, permissions
from tests.access.addresses import addresses
from tests.access.compat_matrix import OPEN, ROUTES, TOKEN
from tests.people import EVERYBODY

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
CELLS = [(route, method) for route in ROUTES for method in METHODS]
UNKNOWN = "f" * 24
LET_IN, UNKNOWN_PERSON, TOO_FEW_RIGHTS, NO_SUCH_ROUTE = "let in", "401", "403", "404"
TOKEN_TROUBLE = {
    "Missing authentication",
    "Invalid credentials",
    "Invalid token",
    "Expired token",
    "Invalid token format",
}


def test_every_route_has_its_row_and_every_row_its_route() -> None:
    routes = [pattern for _, pattern in addresses() if pattern.startswith(("sealog-server", "ws/"))]
    assert sorted(routes) == sorted(ROUTES)


def expected(user: User | None, scope: str | None) -> str:
    if scope is None:
        return NO_SUCH_ROUTE
    if scope == OPEN:
        return LET_IN
    if user is None or user.disabled:
        return UNKNOWN_PERSON
    return LET_IN if scope == TOKEN or permissions.has_scope(user, scope) else TOO_FEW_RIGHTS


def outcome(answer: HttpResponse, scope: str | None) -> str:
    """What the door said. Behind the door there may be refusals of the room, such as a 400 or another 404."""
    body = answer.json() if answer.headers.get("Content-Type", "").startswith("application/json") else {}
    message = body.get("message") if isinstance(body, dict) else None
    if answer.status_code == 401 and message in TOKEN_TROUBLE:
        return UNKNOWN_PERSON
    if answer.status_code == 403 and message == "Insufficient scope":
        return TOO_FEW_RIGHTS
    if answer.status_code == 404 and scope is None:
        return NO_SUCH_ROUTE
    assert answer.status_code < 500, answer.content
    return LET_IN


def ask(user: User | None, route: str, method: str) -> HttpResponse:
    token = {"Authorization": f"Bearer {tokens.issue(user)}"} if user else {}
    path = "/" + route.replace("<str:id>", UNKNOWN).replace("<str:name>", "none.jpg").replace(
        "<path:rest>", "none"
    )
    client = Client(headers=token, raise_request_exception=False, enforce_csrf_checks=True)
    if "filepond/process" in route and method == "POST":
        return client.post(path, {"filepond": "{}"})
    if method in {"GET", "DELETE"}:
        return client.generic(method, path)
    return client.generic(method, path, "{}", "application/json")


@pytest.mark.parametrize(("route", "method"), CELLS, ids=[f"{method} {route}" for route, method in CELLS])
def test_the_door_opens_for_the_scope_of_the_contract(people, route: str, method: str) -> None:
    scope = ROUTES[route].get(method)
    users = {name: people(name) for name in EVERYBODY}
    said = {}
    for name, user in users.items():
        with transaction.atomic():
            said[name] = outcome(ask(user, route, method), scope)
            transaction.set_rollback(True)
    assert said == {name: expected(user, scope) for name, user in users.items()}


@pytest.mark.parametrize("route", [route for route, methods in ROUTES.items() if "GET" in methods])
def test_reading_never_changes_anything(admin: User, route: str) -> None:
    start = feed.head()
    ask(admin, route, "GET")
    assert feed.head() == start
