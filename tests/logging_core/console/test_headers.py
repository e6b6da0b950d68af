"""Security headers of every kind of answer."""

import re

import pytest

from logging_core.accounts.models import User
from tests.people import As

PAGES = [
    "/",
    "/login",
    "/api/status",
    "/api/events",
    "/api/nothing",
    "/nothing",
    "/admin/",
    "/styleguide",
    "/logout",
    "/health/live",
]


def policy(header: str) -> dict[str, list[str]]:
    parts = [part.split() for part in header.split(";") if part.strip()]
    return {name: sources for name, *sources in parts}


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_security_headers(as_: As, admin: User, path: str) -> None:
    answer = as_(admin).get(path)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    rules = policy(answer["Content-Security-Policy"])
    assert rules["default-src"] == ["'self'"]
    assert rules["frame-ancestors"] == ["'none'"]
    assert rules["object-src"] == ["'none'"]
    assert rules["base-uri"] == ["'self'"]
    assert rules["form-action"] == ["'self'"]
    assert "unsafe" not in answer["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/", "/login"])
def test_a_page_needs_nothing_that_its_policy_forbids(as_: As, admin: User, path: str) -> None:
    page = as_(admin if path == "/" else None).get(path).content.decode()
    assert not re.search(r"<script(?![^>]*(\bsrc=|application/json))", page), "a script inside the page"
    assert not re.search(r"\son\w+=", page), "a handler in an attribute"
    assert not re.search(r"<style|\sstyle=", page), "a style inside the page"
    assert not re.search(r"(src|href|action)=[\"'](https?:)?//", page), "something from another site"


def test_other_sites_get_no_answer_they_may_read(as_: As, admin: User) -> None:
    page = as_(admin, HTTP_ORIGIN="https://evil.example")
    assert "Access-Control-Allow-Origin" not in page.get("/api/events")
    preflight = page.client.options("/api/events", headers={"Access-Control-Request-Method": "PUT"})
    assert "Access-Control-Allow-Origin" not in preflight


def test_a_foreign_host_name_is_refused(as_: As) -> None:
    assert as_(None, HTTP_HOST="evil.example").get("/login").status_code == 400


def test_with_tls_browsers_are_told_to_stay_with_it(as_: As, settings) -> None:
    settings.SECURE_HSTS_SECONDS = 31536000
    answer = as_(None).client.get("/login", secure=True)
    assert answer["Strict-Transport-Security"] == "max-age=31536000"
