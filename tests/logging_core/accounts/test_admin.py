"""The admin pages of accounts."""

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from logging_core.accounts.models import User
from logging_core.shared.models import Change
from tests.people import PASSWORD, As, Page

NEW_PASSWORD = "a long new password"


def url(name: str, user: User | None = None) -> str:
    return reverse(f"admin:logging_core_user_{name}", args=[user.pk] if user else [])


def text(answer: HttpResponse) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def chief(as_: As, admin: User) -> Page:
    return as_(admin)


def form(**fields: Any) -> dict[str, Any]:
    return {
        "username": "ana",
        "fullname": "Ana Sea",
        "email": "",
        "roles": ["event_logger"],
        "new_password": "",
    } | fields


def test_accounts_are_listed_and_found_by_name_and_role(chief: Page, logger: User, watcher: User) -> None:
    everybody = text(chief.get(url("changelist")))
    assert "logger" in everybody and "watcher" in everybody
    found = text(chief.get(url("changelist"), {"q": "watch"}))
    assert url("change", watcher) in found and url("change", logger) not in found
    by_role = text(chief.get(url("changelist"), {"role": "event_logger"}))
    assert url("change", logger) in by_role and url("change", watcher) not in by_role


def test_an_admin_makes_an_account_that_can_log_in(chief: Page, as_: As) -> None:
    assert chief.submit(url("add"), **form(new_password=NEW_PASSWORD)).status_code == 302
    made = User.objects.get(username="ana")
    assert (made.fullname, made.roles, len(made.id)) == ("Ana Sea", ["event_logger"], 24)
    assert as_(None).submit("/login", username="ana", password=NEW_PASSWORD).status_code == 302
    change = Change.objects.get(kind="user", record_id=made.id)
    assert (change.actor, change.via, change.verb) == ("admin", "admin", "create")


def test_an_account_made_without_password_cannot_be_logged_into(chief: Page, as_: As) -> None:
    chief.submit(url("add"), **form())
    assert as_(None).submit("/login", username="ana", password="").status_code == 401


def test_an_empty_password_field_keeps_the_password(chief: Page, logger: User, as_: As) -> None:
    answer = chief.submit(url("change", logger), **form(username="logger", roles=["event_watcher"]))
    assert answer.status_code == 302
    logger.refresh_from_db()
    assert (logger.roles, logger.version) == (["event_watcher"], 2)
    assert logger.check_password(PASSWORD)


def test_the_history_page_shows_who_changed_what(chief: Page, logger: User) -> None:
    chief.submit(
        url("change", logger), **form(username="logger", fullname="Renamed Person", new_password=NEW_PASSWORD)
    )
    page = text(chief.get(url("history", logger)))
    assert "admin" in page and "Renamed Person" in page and "fullname" in page
    assert NEW_PASSWORD not in page


def test_no_password_reaches_the_journal_through_the_admin_pages(chief: Page, logger: User) -> None:
    chief.submit(url("change", logger), **form(username="logger", new_password=NEW_PASSWORD))
    logger.refresh_from_db()
    assert logger.check_password(NEW_PASSWORD)
    journal = json.dumps(list(Change.objects.values("before", "after", "reason")))
    assert NEW_PASSWORD not in journal and logger.password not in journal


def test_disabling_an_account_closes_its_pages(chief: Page, logger: User, as_: As) -> None:
    page = as_(logger)
    chief.submit(url("change", logger), **form(username="logger", disabled="on"))
    assert page.get("/api/status").status_code == 401


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"username": "Ana"}, "Lower-case letters without spaces"),
        ({"username": "ana sea"}, "Lower-case letters without spaces"),
        ({"username": "admin"}, "already exists"),
        ({"username": ""}, "required"),
        ({"username": "a\x00b"}, "Null characters"),
        ({"email": "a\x00b"}, "Null characters"),
        ({"roles": ["captain"]}, "not one of the available choices"),
        ({"roles": ["admin"], "passwordless": "on"}, "An admin always needs a password."),
        ({"new_password": "short"}, "at least 12 characters"),
    ],
)
def test_a_wrong_form_says_what_is_wrong_and_stores_nothing(
    chief: Page, fields: dict[str, Any], complaint: str
) -> None:
    assert complaint in text(chief.submit(url("add"), **form(**fields)))
    assert User.objects.count() == 1
    assert not Change.objects.exists()


def test_an_account_can_be_deleted_but_not_ones_own(chief: Page, logger: User, admin: User) -> None:
    assert chief.submit(url("delete", logger), post="yes").status_code == 302
    assert chief.submit(url("delete", admin), post="yes").status_code == 403
    assert list(User.objects.values_list("username", flat=True)) == ["admin"]
    assert Change.objects.get().verb == "delete"


def test_nobody_deletes_himself_among_others(chief: Page, logger: User, admin: User) -> None:
    fields = {"action": "delete_selected", "_selected_action": [logger.pk, admin.pk], "post": "yes"}
    chief.submit(url("changelist"), **fields)
    assert User.objects.filter(username="admin").exists()


def test_several_accounts_are_deleted_with_an_entry_each(chief: Page, logger: User, watcher: User) -> None:
    fields = {"action": "delete_selected", "_selected_action": [logger.pk, watcher.pk], "post": "yes"}
    chief.submit(url("changelist"), **fields)
    assert set(Change.objects.values_list("verb", "before__username")) == {
        ("delete", "logger"),
        ("delete", "watcher"),
    }


def test_the_history_of_an_unknown_account_is_no_error(chief: Page) -> None:
    assert chief.get(reverse("admin:logging_core_user_history", args=[10**9])).status_code in (302, 404)


def test_an_admin_voids_the_tokens_of_accounts(chief: Page, logger: User, watcher: User) -> None:
    old = logger.login_token
    answer = chief.submit(url("changelist"), action="revoke_credentials", _selected_action=[logger.pk])
    assert answer.status_code == 302
    logger.refresh_from_db()
    assert (logger.login_token != old, logger.tokens_from > 0) == (True, True)
    assert User.objects.get(pk=watcher.pk).tokens_from == 0
    change = Change.objects.get(record_id=logger.id, verb="revoke")
    assert (change.actor, change.via) == ("admin", "admin")
    assert old not in str(change.before) + str(change.after), "credentials are not in the journal"
