"""S10: tokens without end, and the ways in which they end all the same."""

import time
from typing import Any

import jwt
import pytest
from django.conf import settings

from logging_core.accounts import actions
from logging_core.accounts.actions import COMMAND
from logging_core.accounts.models import User
from logging_core.shared.errors import NotAllowed
from logging_core.shared.models import Change
from tests.compat.development_data import ADMIN
from tests.compat.inside import ask, ask_with, data, token_of  # noqa: F401  (every test here works on the data)

PASSWORD = "a password of twelve"


@pytest.fixture
def jane(data: None) -> User:  # noqa: F811
    names = {"username": "jane", "fullname": "Jane", "email": "jane@example.org"}
    return actions.create_user(actor=COMMAND, password=PASSWORD, roles=["event_logger"], **names)


def is_good(token: str) -> bool:
    return ask_with({"Authorization": token}, "GET", "auth/validate").status_code == 200


def signed(user: User, **claims: Any) -> str:
    """A token as another server with the same secret made it."""
    return jwt.encode({"id": user.id, "roles": user.roles, **claims}, settings.SERVER_SECRET, "HS256")


@pytest.mark.parametrize(
    "change",
    [{"password": "another long password"}, {"roles": ["event_watcher"]}, {"disabled": True}],
    ids=["a new password", "other roles", "disabling"],
)
def test_older_tokens_are_useless_at_once_and_for_good(jane: User, change: dict[str, Any]) -> None:
    old, just_now = signed(jane, iat=1), token_of("jane")
    assert is_good(old) and is_good(just_now)
    assert ask("admin", "PATCH", f"users/{jane.id}", change).status_code == 204
    assert not is_good(old) and not is_good(just_now)
    ask("admin", "PATCH", f"users/{jane.id}", {"roles": ["event_logger"], "disabled": False})
    assert not is_good(old) and not is_good(just_now), "also when all is as it was"
    assert is_good(token_of("jane")), "a new one is good within the same second"


def test_other_changes_leave_tokens_alone(jane: User) -> None:
    old = signed(jane, iat=1)
    for change in ({"fullname": "Jane Sea"}, {"roles": ["event_logger"]}, {"disabled": False}):
        assert ask("admin", "PATCH", f"users/{jane.id}", change).status_code == 204
    assert is_good(old)


def test_tokens_of_another_server_outlive_the_import_of_its_roles(jane: User) -> None:
    actions.update_user(actor=COMMAND, user=jane, changed={"roles": ["event_manager"]})
    jane.refresh_from_db()
    assert is_good(signed(jane, iat=1))


def test_a_token_that_does_not_say_its_age_counts_as_old(jane: User) -> None:
    for claims in ({}, {"iat": "yesterday"}, {"iat": None}):
        assert is_good(signed(jane, **claims)), claims
    ask("admin", "PATCH", f"users/{jane.id}", {"password": "another long password"})
    jane.refresh_from_db()
    for claims in ({}, {"iat": "tomorrow"}, {"iat": None}, {"iat": time.time() - 1}):
        assert not is_good(signed(jane, **claims)), claims


def test_a_mailed_link_voids_tokens_like_any_new_password(jane: User) -> None:
    from logging_core.accounts import resetting

    old = token_of("jane")
    link = resetting.make_link(jane, "", resetting.AFTER_FORGETTING)
    assert ask(None, "PATCH", "auth/resetPassword", {"token": link, "password": "new"}).status_code == 204
    assert not is_good(old)


def test_tokens_are_revoked_on_demand_with_the_login_token(jane: User) -> None:
    old, old_login = token_of("jane"), jane.login_token
    actions.revoke_credentials(actor=COMMAND, by=User.objects.get(id=ADMIN), user=jane)
    assert not is_good(old)
    answer = ask(None, "POST", "auth/login", {"loginToken": old_login})
    assert (answer.status_code, answer.json()["message"]) == (401, "bad loginToken")
    new = ask("jane", "GET", f"users/{jane.id}/loginToken").json()["loginToken"]
    assert (len(new), new.isalnum()) == (20, True)
    answer = ask(None, "POST", "auth/login", {"loginToken": new})
    assert is_good(answer.json()["token"])
    password = ask(None, "POST", "auth/login", {"username": "jane", "password": PASSWORD})
    assert password.status_code == 200, "the password stays"
    assert Change.objects.filter(record_id=jane.id, verb="revoke").count() == 1


def test_tokens_are_revoked_by_their_owner_and_admins_only(jane: User) -> None:
    guest = User.objects.get(username="guest")
    actions.revoke_credentials(actor=COMMAND, by=jane, user=jane)
    for by, user in ((jane, guest), (guest, jane), (guest, guest)):
        with pytest.raises(NotAllowed):
            actions.revoke_credentials(actor=COMMAND, by=by, user=user)


def test_a_disabled_account_is_not_let_in_by_its_login_token(jane: User) -> None:
    ask("admin", "PATCH", f"users/{jane.id}", {"disabled": True})
    answer = ask(None, "POST", "auth/login", {"loginToken": jane.login_token})
    assert (answer.status_code, answer.json()["message"]) == (401, "account is disabled")
