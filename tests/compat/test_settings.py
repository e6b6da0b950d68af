"""What the settings change: registration, mailed links, who edits events, to whom pictures are open."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, OperationalError
from django.test import Client

from logging_core.accounts.models import PasswordReset, User
from logging_core.compat import tokens
from logging_core.shared import clock
from logging_core.voyages.models import Lowering
from tests.compat.development_data import CRUISE, EVENTS, LOWERING
from tests.compat.inside import API, ask, data  # noqa: F401  (every test here works on the data)

RESET_URL = "http://localhost/sealog/resetPassword/"
REGISTRATION = {"username": "jane", "fullname": "Jane", "email": "jane@example.org", "password": "a password"}


def test_hiding_goes_on_to_the_lowerings_only_on_a_real_change() -> None:
    Lowering.objects.filter(id=LOWERING).update(hidden=True)
    assert (
        ask("admin", "PATCH", f"cruises/{CRUISE}", {"cruise_hidden": False, "cruise_location": "x"}).status_code
        == 204
    )
    assert Lowering.objects.get(id=LOWERING).hidden


# --- registering and new passwords ----------------------------------------------------------------------------


def test_a_person_registers() -> None:
    answer = ask(None, "POST", "auth/register", REGISTRATION)
    assert answer.status_code == 201
    jane = User.objects.get(id=answer.json()["insertedId"])
    assert (jane.roles, jane.disabled, jane.system_user) == (["event_watcher", "event_logger"], False, False)
    assert [(m.to, m.subject) for m in mail.outbox] == [(["jane@example.org"], "Sealog: your account")]
    assert ask(None, "POST", "auth/login", {"username": "jane", "password": "a password"}).status_code == 200


@pytest.mark.parametrize(
    ("change", "message"),
    [({"email": "j@example.org"}, "username already exists"), ({"username": "j"}, "email already exists")],
)
def test_names_and_addresses_are_registered_once(change: dict[str, str], message: str) -> None:
    ask(None, "POST", "auth/register", REGISTRATION)
    answer = ask(None, "POST", "auth/register", {**REGISTRATION, **change})
    assert answer.json() == {"statusCode": 401, "error": "invalid registration", "message": message}


def test_registering_may_need_an_approval(settings: Any) -> None:
    settings.REGISTRATION, settings.REGISTRATION_ROLES = "approval", ["event_watcher"]
    settings.NOTIFIED = ["chief@example.org"]
    ask(None, "POST", "auth/register", REGISTRATION)
    answer = ask(None, "POST", "auth/login", {"username": "jane", "password": "a password"})
    assert (answer.status_code, answer.json()["message"]) == (401, "account is disabled")
    assert User.objects.get(username="jane").roles == ["event_watcher"]
    assert "enable it" in mail.outbox[0].body
    assert mail.outbox[1].to == ["chief@example.org"]


def forgotten(url: str = RESET_URL, email: str = "jane@example.org") -> Any:
    ask(None, "POST", "auth/register", REGISTRATION)
    mail.outbox.clear()
    return ask(None, "POST", "auth/forgotPassword", {"email": email, "resetURL": url})


def mailed_token() -> str:
    found = re.search(rf"{RESET_URL}([0-9a-f]{{40}})\n", mail.outbox[0].body)
    assert found, mail.outbox[0].body
    return found[1]


def reset(token: str, password: str = "a new one") -> Any:
    return ask(None, "PATCH", "auth/resetPassword", {"token": token, "password": password})


def test_a_forgotten_password_is_replaced_by_a_mailed_link() -> None:
    assert forgotten().json() == {"statusCode": 200, "message": "password reset email sent"}
    token = mailed_token()
    assert not PasswordReset.objects.filter(digest=token).exists(), "what the database holds opens nothing"
    assert reset(token).status_code == 204
    assert ask(None, "POST", "auth/login", {"username": "jane", "password": "a new one"}).status_code == 200
    again = reset(token)
    assert again.json() == {
        "statusCode": 401,
        "error": "invalid token",
        "message": "password reset token is invalid",
    }


def test_a_link_is_good_for_a_quarter_of_an_hour() -> None:
    forgotten()
    PasswordReset.objects.update(expires_at=clock.now())
    assert reset(mailed_token()).json()["message"] == "password reset token has expired"
    assert reset(mailed_token()).json()["message"] == "password reset token is invalid"


@pytest.mark.parametrize(
    "url",
    [
        "http://evil.example/",
        "http://localhost.evil.example/",
        "http://localhost@evil.example/",
        "//evil.example/",
        "javascript:alert(1)",
        "file:///etc/passwd?",
    ],
)
def test_a_link_never_leads_elsewhere(url: str) -> None:
    """S13: existing servers mail a real token inside a link to the site of whoever asked."""
    assert forgotten(url).status_code == 400
    assert mail.outbox == []
    assert not PasswordReset.objects.exists()


def test_a_link_leads_to_named_origins(settings: Any) -> None:
    settings.RESET_ORIGINS = ["https://sealog.ship.example"]
    assert forgotten("https://sealog.ship.example/reset/").status_code == 200
    assert (
        ask(
            None,
            "POST",
            "auth/forgotPassword",
            {"email": "jane@example.org", "resetURL": "http://sealog.ship.example/"},
        ).status_code
        == 400
    )


def test_nobody_learns_by_forgetting_who_has_an_account() -> None:
    """S13: existing servers tell which addresses are known, and which accounts are disabled."""
    known = forgotten()
    mail.outbox.clear()
    unknown = forgotten(email="nobody@example.org")
    User.objects.filter(username="jane").update(disabled=True)
    disabled = ask(None, "POST", "auth/forgotPassword", {"email": "jane@example.org", "resetURL": RESET_URL})
    answers = {(answer.status_code, answer.content) for answer in (known, unknown, disabled)}
    assert answers == {(200, known.content)}
    assert mail.outbox == []


def test_a_new_account_is_invited_if_the_link_may_lead_there() -> None:
    account = {**REGISTRATION, "roles": ["event_logger"]}
    assert ask("admin", "POST", "users", {**account, "resetURL": "http://evil.example/"}).status_code == 201
    assert mail.outbox == []
    other = {**account, "username": "joe", "email": "joe@example.org", "resetURL": RESET_URL}
    assert ask("admin", "POST", "users", other).status_code == 201
    assert reset(mailed_token()).status_code == 204


# --- pictures -------------------------------------------------------------------------------------------------


def test_pictures_are_open_to_named_networks_and_to_people_with_a_token(settings: Any, tmp_path: Path) -> None:
    """S16."""
    settings.IMAGES_DIR = tmp_path
    (tmp_path / "dive.jpg").write_bytes(b"JPEG")
    address, far = "/sealog-server/files/images/dive.jpg", {"REMOTE_ADDR": "8.8.8.8"}
    assert ask(None, "GET", address, **far).status_code == 200, "open to all unless told otherwise"
    settings.IMAGE_NETWORKS = ["10.0.0.0/8"]
    assert ask(None, "GET", address, **far).status_code == 401
    assert ask(None, "GET", address, REMOTE_ADDR="10.1.2.3").status_code == 200
    assert ask(None, "GET", address, REMOTE_ADDR="::ffff:10.1.2.3").status_code == 200
    assert ask("guest", "GET", address, **far).status_code == 200


# --- events, tokens -------------------------------------------------------------------------------------------


def test_everybody_who_writes_may_edit_if_the_installation_wants_it(settings: Any) -> None:
    User.objects.filter(username="guest").update(roles=["event_logger"])
    change = {"event_value": "WHALE"}
    assert ask("guest", "PATCH", f"events/{EVENTS[0]}", change).status_code == 401
    settings.EVENT_EDITING = "anyone"
    assert ask("guest", "PATCH", f"events/{EVENTS[0]}", change).status_code == 204


def test_the_session_of_a_page_is_no_login_here(client: Client) -> None:
    admin = User.objects.get(username="admin")
    client.force_login(admin, backend="logging_core.accounts.backends.AccountBackend")
    assert client.get(f"{API}/events").status_code == 401
    assert client.post(f"{API}/events", {"event_value": "X"}, "application/json").status_code == 401


def test_a_token_makes_no_session(settings: Any) -> None:
    answer = ask("admin", "GET", "events")
    assert answer.status_code == 200
    assert answer.cookies == {}


def test_a_failing_database_is_a_503(monkeypatch: pytest.MonkeyPatch) -> None:

    def fail(*_: Any, **__: Any) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr("logging_core.compat.events.list_events", fail)
    answer = ask("admin", "GET", "events")
    assert answer.json() == {"statusCode": 503, "error": "Service Unavailable", "message": "database error"}


def test_a_defect_of_ours_has_the_shape_of_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("logging_core.compat.events.list_events", None)
    client = Client(
        headers={"Authorization": tokens.issue(User.objects.get(username="admin"))}, raise_request_exception=False
    )
    answer = client.get(f"{API}/events", headers={"Origin": "http://ship"})
    assert answer.json() == {
        "statusCode": 500,
        "error": "Internal Server Error",
        "message": "An internal server error occurred",
    }
    assert answer["Access-Control-Allow-Origin"] == "http://ship"


def test_who_comes_second_at_the_same_moment_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise IntegrityError("taken")

    monkeypatch.setattr("logging_core.compat.users.actions.create_user", fail)
    account = {**REGISTRATION, "roles": ["event_logger"], "resetURL": RESET_URL}
    answer = ask("admin", "POST", "users", account)
    assert (answer.status_code, answer.json()["error"]) == (409, "Conflict")
