"""Warnings of passwords that everybody knows."""

from typing import Any

from django.urls import reverse

from logging_core.accounts.models import User
from logging_core.accounts.well_known import warnings
from sealog.processes import first_start
from tests.people import As, make_person

WARNING = "WARNING: the password of pi is the well-known one. Change it before others reach this server."


def with_password(username: str, password: str, **fields: object) -> User:
    user = make_person(username, **fields)
    user.set_password(password)
    user.save()
    return user


def test_accounts_with_the_well_known_password_are_named(db: None) -> None:
    with_password("admin", "something else", roles=["admin"])
    with_password("science", "demo", disabled=True)
    pi = with_password("pi", "demo")
    assert warnings() == [WARNING]
    pi.set_password("a new long password")
    pi.save()
    assert warnings() == []


def test_the_start_and_the_admin_pages_warn(admin: User, as_: As) -> None:
    page = as_(admin)
    assert "WARNING" not in page.get(reverse("admin:index")).content.decode()
    with_password("pi", "demo")
    assert first_start.accounts() == [WARNING]
    assert WARNING in page.get(reverse("admin:index")).content.decode()


def test_a_demonstration_has_them_on_purpose(db: None, settings: Any) -> None:
    with_password("pi", "demo")
    settings.DEMO = True
    assert warnings() == []
