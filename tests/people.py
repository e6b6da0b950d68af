"""People of different rights, as fixtures, and the client through which each of them uses the product."""

import json
import secrets
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.http import HttpResponse
from django.test import Client

if TYPE_CHECKING:  # this module is read before Django is set up
    from logging_core.accounts.models import User

PASSWORD = "correct horse battery staple"
PEOPLE: dict[str, dict[str, Any]] = {
    "admin": {"roles": ["admin"], "system_user": True},
    "cruise_manager": {"roles": ["cruise_manager"]},
    "template_manager": {"roles": ["template_manager"]},
    "event_manager": {"roles": ["event_manager"]},
    "logger_manager": {"roles": ["logger_manager"]},
    "seismic_operator": {"roles": ["seismic_operator"]},
    "logger": {"roles": ["event_logger"]},
    "watcher": {"roles": ["event_watcher"]},
    "guest": {"roles": ["event_watcher", "event_logger"], "passwordless": True},
    "disabled": {"roles": ["admin"], "disabled": True},
}
STRANGER = "stranger"
EVERYBODY = (*PEOPLE, STRANGER)
As = Callable[..., "Page"]


class Page:
    """An open page of somebody: his session, his CSRF token, JSON in and out. CSRF is enforced as in a browser."""

    def __init__(self, user: "User | None", csrf: bool = True, **options: Any) -> None:
        self.user = user
        self.client = Client(enforce_csrf_checks=True, **options)
        if user is not None:
            self.client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[1])
        self._csrf = csrf
        if csrf:
            self.client.cookies[settings.CSRF_COOKIE_NAME] = secrets.token_hex(16)

    def _headers(self) -> dict[str, str]:
        return {"X-CSRFToken": self.client.cookies[settings.CSRF_COOKIE_NAME].value} if self._csrf else {}

    def get(self, path: str, query: Any = None) -> HttpResponse:
        return self.client.get(path, query)

    def send(self, method: str, path: str, body: Any = None) -> HttpResponse:
        data = body if isinstance(body, str | bytes) else json.dumps({} if body is None else body)
        return self.client.generic(method, path, data, "application/json", headers=self._headers())

    def put(self, path: str, body: Any = None) -> HttpResponse:
        return self.send("PUT", path, body)

    def patch(self, path: str, body: Any = None) -> HttpResponse:
        return self.send("PATCH", path, body)

    def post(self, path: str, body: Any = None) -> HttpResponse:
        return self.send("POST", path, body)

    def delete(self, path: str) -> HttpResponse:
        return self.send("DELETE", path)

    def submit(self, path: str, **fields: Any) -> HttpResponse:
        """Submit an HTML form."""
        return self.client.post(path, fields, headers=self._headers())


@cache
def _hash() -> str:
    """Hashing is slow on purpose; one hash serves all tests."""
    return make_password(PASSWORD)


def make_person(username: str, **fields: Any) -> "User":
    """An account whose password is PASSWORD, without an entry in the journal."""
    names = {"username": username, "fullname": username.title()}
    return get_user_model().objects.create(password=_hash(), **names, **fields)


@pytest.fixture
def as_(db: None) -> As:
    """`as_(person)`: the open page of an account; `as_(None)` that of a stranger."""
    return Page


@pytest.fixture
def admin(db: None) -> "User":
    return make_person("admin", **PEOPLE["admin"])


@pytest.fixture
def cruise_manager(db: None) -> "User":
    return make_person("cruise_manager", **PEOPLE["cruise_manager"])


@pytest.fixture
def template_manager(db: None) -> "User":
    return make_person("template_manager", **PEOPLE["template_manager"])


@pytest.fixture
def event_manager(db: None) -> "User":
    return make_person("event_manager", **PEOPLE["event_manager"])


@pytest.fixture
def logger_manager(db: None) -> "User":
    return make_person("logger_manager", **PEOPLE["logger_manager"])


@pytest.fixture
def seismic_operator(db: None) -> "User":
    return make_person("seismic_operator", **PEOPLE["seismic_operator"])


@pytest.fixture
def logger(db: None) -> "User":
    return make_person("logger", **PEOPLE["logger"])


@pytest.fixture
def watcher(db: None) -> "User":
    return make_person("watcher", **PEOPLE["watcher"])


@pytest.fixture
def guest(db: None) -> "User":
    return make_person("guest", **PEOPLE["guest"])


@pytest.fixture
def disabled(db: None) -> "User":
    return make_person("disabled", **PEOPLE["disabled"])


@pytest.fixture
def stranger() -> None:
    """Somebody who never logged in."""


@pytest.fixture
def people(request: pytest.FixtureRequest, db: None) -> Callable[[str], "User | None"]:
    """`people("logger")`: one of EVERYBODY by name, for parametrised tests."""
    return request.getfixturevalue
