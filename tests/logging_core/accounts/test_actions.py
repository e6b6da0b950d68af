import json
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from logging_core.accounts import actions
from logging_core.accounts.models import User
from logging_core.events.actions import NewEvent, log_event
from logging_core.events.models import Event
from logging_core.shared import audit
from logging_core.shared.announce import Actor
from logging_core.shared.errors import BadInput
from logging_core.shared.ids import new_id
from logging_core.shared.models import Change

ACTOR = Actor("root", via="command")


def create(**fields: Any) -> User:
    return actions.create_user(
        **{"actor": ACTOR, "username": "ana", "fullname": "Ana", "password": "secret-secret"} | fields
    )


def test_the_command_for_superusers_makes_an_admin_in_the_journal(db: None, monkeypatch: Any) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "secret-secret")
    call_command("createsuperuser", "--noinput", username="chief", fullname="The chief", verbosity=0)
    chief = User.objects.get(username="chief")
    assert (chief.roles, chief.system_user, chief.check_password("secret-secret")) == (["admin"], True, True)
    assert Change.objects.filter(kind="user", verb="create", record_id=chief.id).exists()


def test_a_new_account_may_watch_and_log_unless_other_roles_are_named(db: None) -> None:
    assert create().roles == ["event_watcher", "event_logger"]
    assert create(username="bo", roles=[]).roles == []
    assert create(username="cy", roles=["cruise_manager"]).roles == ["cruise_manager"]


def test_an_account_without_password_cannot_be_logged_into(db: None) -> None:
    user = create(password=None)
    assert not user.has_usable_password()
    assert not user.check_password("")


@pytest.mark.parametrize(
    "fields",
    [{"username": ""}, {"username": "x" * 101}, {"fullname": ""}, {"fullname": "a\x00b"}, {"username": None}],
)
def test_a_wrong_name_is_refused_by_its_field_and_nothing_is_stored(db: None, fields: dict[str, Any]) -> None:
    with pytest.raises(BadInput) as refused:
        create(**fields)
    assert list(refused.value.details["fields"]) == list(fields)
    assert not User.objects.exists()
    assert not Change.objects.exists()


def test_a_username_is_given_once(db: None) -> None:
    create()
    with pytest.raises(BadInput, match="already exists"):
        create()
    assert User.objects.count() == 1


def test_an_admin_is_never_passwordless(db: None) -> None:
    with pytest.raises(BadInput, match="not for admins"):
        create(roles=["admin"], passwordless=True)
    station = create(passwordless=True)
    with pytest.raises(BadInput, match="not for admins"):
        actions.update_user(actor=ACTOR, user=station, changed={"roles": ["event_watcher", "admin"]})
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.update(roles=["admin"])
    assert User.objects.get().roles == ["event_watcher", "event_logger"]


def test_the_history_of_an_account_shows_who_changed_what(db: None) -> None:
    user = create()
    actions.update_user(
        actor=Actor("chief"), user=user, changed={"roles": ["event_watcher"]}, reason="left the ship"
    )
    created, changed = audit.history("user", user.id)
    assert (created["actor"], created["verb"], created["before"]) == ("root", "create", None)
    assert (changed["actor"], changed["verb"], changed["reason"], changed["version"]) == (
        "chief",
        "update",
        "left the ship",
        2,
    )
    assert changed["before"]["roles"] == ["event_watcher", "event_logger"]
    assert changed["after"]["roles"] == ["event_watcher"]


def test_a_new_password_is_journalled_as_such_and_works(db: None) -> None:
    user = create()
    actions.update_user(actor=ACTOR, user=user, changed={"password": "another-secret"})
    assert [entry["verb"] for entry in audit.history("user", user.id)] == ["create", "password"]
    assert User.objects.get().check_password("another-secret")


def test_no_password_hash_or_token_ever_stands_in_the_journal(db: None) -> None:
    user = create()
    first = User.objects.get()
    actions.update_user(actor=ACTOR, user=user, changed={"password": "another-secret", "fullname": "Ana B"})
    second = User.objects.get()
    actions.delete_user(actor=ACTOR, user=second)
    journal = json.dumps(list(Change.objects.values("before", "after", "reason", "actor", "record_id")))
    for secret in ("secret-secret", "another-secret", first.password, second.password, first.login_token):
        assert secret not in journal


def test_changes_of_system_accounts_are_for_admins_only(db: None) -> None:
    create(system_user=True)
    create(username="bo")
    assert dict(Change.objects.values_list("after__username", "restricted")) == {"ana": True, "bo": False}


def test_what_somebody_logged_stays_when_the_account_goes(logger: User) -> None:
    log_event(actor=Actor("logger"), user=logger, id=new_id(), new=NewEvent("FISH"))
    actions.delete_user(actor=ACTOR, user=logger)
    event = Event.objects.get()
    assert (event.author, event.created_by) == ("logger", None)
    assert Change.objects.latest("seq").before["username"] == "logger"


def test_the_first_admin_is_made_once(db: None) -> None:
    username, password = actions.make_first_admin() or ("", "")
    assert len(password) >= 16
    admin = User.objects.get(username=username)
    assert admin.check_password(password)
    assert (admin.roles, admin.system_user) == (["admin"], True)
    assert actions.make_first_admin() is None
    assert User.objects.count() == 1


def test_an_installation_with_accounts_gets_no_admin(logger: User) -> None:
    assert actions.make_first_admin() is None


def test_login_tokens_are_twenty_letters_and_digits_and_differ(db: None) -> None:
    tokens = {create(username=f"user{n}", password=None).login_token for n in range(20)}
    assert len(tokens) == 20
    assert all(len(token) == 20 and token.isalnum() for token in tokens)
