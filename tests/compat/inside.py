"""Requests answered in the process of the test, where settings can be changed; with the development data."""

import json
from typing import Any

import pytest
from django.test import Client

from tests.compat import development_data

API = "/sealog-server/api/v1"


@pytest.fixture(autouse=True)
def data(db: None, settings: Any, tmp_path: Any) -> None:
    settings.FILES_DIR = tmp_path
    development_data.load()


def token_of(username: str) -> str:
    from logging_core.accounts.models import User
    from logging_core.compat import tokens

    return tokens.issue(User.objects.get(username=username))


def ask(person: str | None, method: str, address: str, body: Any = None, **options: Any) -> Any:
    """`person` by name; None has no token. Addresses are those of the API unless they begin with a slash."""
    headers = {"Authorization": token_of(person)} if person else {}
    return ask_with(headers, method, address, body, **options)


def ask_with(headers: dict[str, str], method: str, address: str, body: Any = None, **options: Any) -> Any:
    sent = "" if body is None else json.dumps(body)
    path = address if address.startswith("/") else f"{API}/{address}"
    return Client(headers=headers).generic(method, path, sent, "application/json", **options)
