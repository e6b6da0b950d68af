"""What the settings change: access lists, registration, mailed links, who edits events."""

import json
import re
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, OperationalError
from django.test import Client

from logging_core.accounts.models import PasswordReset, User
from logging_core.compat import tokens
from logging_core.shared import clock
from logging_core.voyages.models import Cruise, Lowering
from tests.compat import development_data
from tests.compat.development_data import CRUISE, EVENTS, HIDDEN_CRUISE, LOWERING, PI
from tests.compat.test_voyages import NEW_CRUISE

API = "/sealog-server/api/v1"
RESET_URL = "http://localhost/sealog/resetPassword/"
REGISTRATION = {"username": "jane", "fullname": "Jane", "email": "jane@example.org", "password": "a password"}


@pytest.fixture(autouse=True)
def data(db: None, settings: Any, tmp_path: Any) -> None:
    settings.FILES_DIR = tmp_path
    development_data.load()


def ask(person: str | None, method: str, address: str, body: Any = None) -> Any:
    """`person` by name; None has no token."""
    headers = {"Authorization": tokens.issue(User.objects.get(username=person))} if person else {}
    sent = "" if body is None else json.dumps(body)
    return Client(headers=headers).generic(method, f"{API}/{address}", sent, "application/json")


# --- access lists ---------------------------------------------------------------------------------------------


@pytest.fixture
def access_lists(settings: Any) -> None:
    settings.ACCESS_CONTROL = True
    User.objects.filter(id=PI).update(disabled=False)


def test_access_lists_open_hidden_records(access_lists: None) -> None:
    Cruise.objects.update(hidden=True)
    assert [c["cruise_id"] for c in ask("pi", "GET", "cruises").json()] == ["AT37-14"]
    assert ask("guest", "GET", "cruises").status_code == 404
    for address in (
        f"cruises/{CRUISE}",
        f"cruises/{CRUISE}/bump",
        f"events/bycruise/{CRUISE}",
        f"event_exports/bycruise/{CRUISE}",
    ):
        assert ask("pi", "GET", address).status_code == 200
        assert ask("guest", "GET", address).status_code == 401
    assert ask("pi", "GET", f"cruises/byevent/{EVENTS[0]}").json()["cruise_id"] == "AT37-14"
    assert ask("guest", "GET", f"cruises/byevent/{EVENTS[0]}").status_code == 404
    assert ask("pi", "GET", f"cruises/{HIDDEN_CRUISE}").status_code == 401


def test_visible_records_stay_visible_with_access_lists(access_lists: None) -> None:
    """F11: existing servers hide them on some routes."""
    assert ask("guest", "GET", f"cruises/bylowering/{LOWERING}").status_code == 200
    assert ask("guest", "GET", f"cruises/byevent/{EVENTS[0]}").status_code == 200
    assert len(ask("guest", "GET", f"lowerings/bycruise/{CRUISE}").json()) == 2


def test_records_show_their_access_list(access_lists: None, settings: Any) -> None:
    assert ask("guest", "GET", f"cruises/{CRUISE}").json()["cruise_access_list"] == [PI]
    assert ask("guest", "GET", f"lowerings/{LOWERING}").json()["lowering_access_list"] == []
    settings.ACCESS_CONTROL = False
    assert "cruise_access_list" not in ask("guest", "GET", f"cruises/{CRUISE}").json()


def test_permissions_are_a_set_and_hold_for_the_lowerings(access_lists: None) -> None:
    guest = User.objects.get(username="guest").id
    for _ in range(2):
        answer = ask("admin", "PATCH", f"cruises/{CRUISE}/permissions", {"add": [guest], "remove": [PI]})
        assert answer.status_code == 204
    assert ask("admin", "GET", f"cruises/{CRUISE}").json()["cruise_access_list"] == [guest]
    assert ask("admin", "GET", f"lowerings/{LOWERING}").json()["lowering_access_list"] == [guest]
    answer = ask("admin", "PATCH", f"cruises/{CRUISE}/permissions", {"add": ["0" * 24]})
    assert (answer.status_code, answer.json()["message"]) == (400, "cruise_access_list include invalid user IDs")
    answer = ask("admin", "PATCH", f"lowerings/{LOWERING}/permissions", {})
    assert answer.json()["message"] == '"loweringUpdatePermissionsPayload" must have at least 1 key'


def test_records_are_made_and_changed_with_their_access_list(access_lists: None) -> None:
    """F10: existing servers refuse every list that is not empty."""
    made = ask("admin", "POST", "cruises", {**NEW_CRUISE, "cruise_access_list": [PI]})
    assert made.status_code == 201
    id = made.json()["insertedId"]
    assert ask("admin", "GET", f"cruises/{id}").json()["cruise_access_list"] == [PI]
    assert ask("admin", "PATCH", f"cruises/{id}", {"cruise_access_list": []}).status_code == 204
    assert ask("admin", "GET", f"cruises/{id}").json()["cruise_access_list"] == []
    wrong = ask("admin", "POST", "cruises", {**NEW_CRUISE, "cruise_access_list": ["0" * 24]})
    assert (wrong.status_code, Cruise.objects.count()) == (400, 4)


def test_a_deleted_account_leaves_the_lists(access_lists: None) -> None:
    ask("admin", "DELETE", f"users/{PI}")
    assert ask("admin", "GET", f"cruises/{CRUISE}").json()["cruise_access_list"] == []


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


def test_a_link_is_sent_to_known_and_enabled_accounts() -> None:
    assert forgotten(email="nobody@example.org").json()["message"] == "no user found for that email address"
    User.objects.filter(username="jane").update(disabled=True)
    answer = ask(None, "POST", "auth/forgotPassword", {"email": "jane@example.org", "resetURL": RESET_URL})
    assert answer.json()["message"] == "the account associated with email address is disabled"


def test_a_new_account_is_invited_if_the_link_may_lead_there() -> None:
    account = {**REGISTRATION, "roles": ["event_logger"]}
    assert ask("admin", "POST", "users", {**account, "resetURL": "http://evil.example/"}).status_code == 201
    assert mail.outbox == []
    other = {**account, "username": "joe", "email": "joe@example.org", "resetURL": RESET_URL}
    assert ask("admin", "POST", "users", other).status_code == 201
    assert reset(mailed_token()).status_code == 204


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
