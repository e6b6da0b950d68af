"""Every address, every method, every kind of person."""

import re
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from logging_core.accounts.models import User
from logging_core.events.actions import NewEvent, log_event
from logging_core.events.comments import comment_on_event
from logging_core.shared import feed
from logging_core.shared.announce import Actor
from tests.access.addresses import addresses
from tests.access.matrix import COMMENT_ID, GROUPS, ID, MATRIX, METHODS, Row
from tests.people import EVERYBODY, Page

CELLS = [(name, method) for name in MATRIX for method in METHODS]
UNSAFE = [
    (name, method)
    for name, row in MATRIX.items()
    for method in row.methods
    if method not in {"GET", "OPTIONS"} and not row.open
]


@pytest.fixture
def event(logger: User) -> None:
    """An event of the logger with a comment of his."""
    actor = Actor("logger", logger.id)
    log_event(actor=actor, user=logger, id=ID, new=NewEvent("FISH"))
    comment_on_event(actor=actor, user=logger, event_id=ID, id=COMMENT_ID, text="first")


@pytest.fixture
def everyone(people, event: None) -> dict[str, User | None]:
    return {name: people(name) for name in EVERYBODY}


def ask(page: Page, name: str, method: str) -> HttpResponse:
    row, path = MATRIX[name], reverse(name, args=MATRIX[name].args)
    page.client.raise_request_exception = False
    if method == "GET":
        return page.get(path)
    return (
        page.submit(path, username="nobody", password="x")
        if row.form and method == "POST"
        else page.send(method, path, row.body())
    )


def undone(page: Page, name: str, method: str) -> HttpResponse:
    """The answer; what the request changed is taken back."""
    with transaction.atomic():
        answer = ask(page, name, method)
        transaction.set_rollback(True)
    return answer


def test_every_address_has_its_row_and_every_row_its_address() -> None:
    names = [name for name, pattern in addresses() if not pattern.startswith(GROUPS)]
    assert "" not in names, "an address without a name cannot have a row"
    assert sorted(names) == sorted(MATRIX)


@pytest.mark.parametrize(("name", "method"), CELLS, ids=[f"{method} {name}" for name, method in CELLS])
def test_everybody_gets_what_the_matrix_says(everyone: dict[str, User | None], name: str, method: str) -> None:
    answers = {person: undone(Page(user), name, method) for person, user in everyone.items()}
    assert {person: answer.status_code for person, answer in answers.items()} == MATRIX[name].expected(method)
    for answer in answers.values():
        check_answer(name, answer)


def check_answer(name: str, answer: HttpResponse) -> None:
    """No defect shows, and a refusal of the JSON endpoints has its one form."""
    assert b"Traceback" not in answer.getvalue()
    if answer.status_code == 302 and not name.startswith(("login", "logout", "openrvdas")):
        assert answer["Location"].startswith(("/login?next=/", "/archive/setup", "/automation", "/checklists"))
    if name.startswith("api-") and answer.status_code >= 400:
        body = answer.json()
        assert (body["statusCode"], bool(body["error"]), bool(body["message"])) == (answer.status_code, True, True)


@pytest.mark.parametrize(("name", "method"), UNSAFE, ids=[f"{method} {name}" for name, method in UNSAFE])
def test_nothing_is_changed_without_a_csrf_token(everyone: dict[str, User | None], name: str, method: str) -> None:
    start = feed.head()
    for user in (everyone["admin"], everyone["logger"]):
        answer = ask(Page(user, csrf=False), name, method)
        assert answer.status_code == 403
    assert feed.head() == start


@pytest.mark.parametrize("name", [name for name, row in MATRIX.items() if "GET" in row.methods])
def test_reading_never_changes_anything(everyone: dict[str, User | None], name: str) -> None:
    start = feed.head()
    ask(Page(everyone["admin"]), name, "GET")
    assert feed.head() == start


def admin_paths(user: User) -> list[str]:
    """Every admin page, of the given account where one is needed."""
    open_to_all = {"admin:login", "admin:logout"}
    patterns = [pattern for name, pattern in addresses() if name.startswith("admin:") and name not in open_to_all]
    return ["/" + _filled(pattern, str(user.pk)) for pattern in patterns]


def _filled(pattern: str, id: str) -> str:
    with_ids = pattern.replace("<path:object_id>", id).replace("<path:content_type_id>", "1")
    with_app = re.sub(r"\^\(\?P<app_label>[^)]*\)/\$", "logging_core/", with_ids)
    return with_app.replace("(?P<url>.*)$", "anything")


@pytest.mark.parametrize("person", [person for person in EVERYBODY if person != "admin"])
def test_the_admin_pages_are_closed_to_everybody_else(
    everyone: dict[str, User | None], logger: User, person: str
) -> None:
    page = Page(everyone[person])
    for path in admin_paths(logger):
        answer = page.get(path)
        assert (path, answer.status_code, answer["Location"].partition("?")[0]) == (path, 302, "/admin/login/")
    assert page.submit(reverse("admin:logging_core_user_add"), username="x").status_code == 302
    assert User.objects.count() == len(EVERYBODY) - 1


def test_the_admin_pages_are_open_to_admins(everyone: dict[str, User | None], logger: User) -> None:
    page = Page(everyone["admin"])
    start = feed.head()
    answers: dict[str, Any] = {path: page.get(path) for path in admin_paths(logger)}
    for path, answer in answers.items():
        assert answer.status_code in {200, 301, 302, 403, 404}, path
        assert "/admin/login" not in answer.headers.get("Location", ""), path
    assert answers["/admin/"].status_code == 200
    assert answers[f"/admin/logging_core/user/{logger.pk}/change/"].status_code == 200
    assert feed.head() == start


def test_a_row_refuses_what_it_does_not_name() -> None:
    assert set(Row({}).expected("DELETE").values()) == {405}
