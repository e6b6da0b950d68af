"""Users and their rights: acceptance check 27 and the faults S1 to S4, S9 of existing servers."""

from typing import Any

import pytest

from tests.compat.development_data import ADMIN, GUEST, PI
from tests.compat.site import Client, Site

ACCOUNT = {
    "username": "new",
    "fullname": "New Person",
    "email": "new@example.org",
    "password": "a long password",
    "roles": ["event_logger"],
    "system_user": False,
    "disabled": False,
    "resetURL": "http://localhost/resetPassword/",
}
PASSWORD = "a long password"


@pytest.fixture
def manager(site: Site) -> Client:
    return site.somebody("cruise_manager", username="manager")


def id_of(client: Client) -> str:
    return client.get("auth/profile").json()["id"]


def created(client: Client, **fields: Any) -> str:
    made = client.post("users", {**ACCOUNT, **fields})
    assert made.status_code == 201, made.text
    return made.json()["insertedId"]


def login(site: Site, username: str, password: str) -> Any:
    return site.client().post("auth/login", {"username": username, "password": password})


def refusal(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["message"]


def test_an_account_as_clients_know_it(site: Site) -> None:
    guest = site.admin.get(f"users/{GUEST}").json()
    assert guest == {
        "username": "guest",
        "fullname": "Guest",
        "email": "guest@notarealserver.com",
        "last_login": "1970-01-01T00:00:00.000Z",
        "roles": ["event_manager", "event_logger", "event_watcher"],
        "system_user": True,
        "disabled": False,
        "id": GUEST,
    }


def test_system_users_are_seen_by_admins_and_themselves(site: Site, manager: Client) -> None:
    assert [user["username"] for user in manager.get("users").json()] == ["manager"]
    assert [user["username"] for user in site.admin.get("users").json()] == ["admin", "guest", "manager", "pi"]
    assert [user["username"] for user in site.admin.get("users", system_user=False).json()] == ["manager"]
    assert len(site.admin.get("users", sort="last_login", offset=1, limit=2).json()) == 2
    refused = manager.get(f"users/{ADMIN}")
    assert refusal(refused) == (400, "The requesting user is unauthorized to make that request")
    assert site.admin.get(f"users/{ADMIN}").status_code == 200


def test_nobody_at_all_is_an_empty_list(site: Site, manager: Client) -> None:
    site.admin.delete(f"users/{id_of(manager)}")
    assert site.admin.get("users", system_user=False).json() == []


def test_a_cruise_manager_makes_accounts(site: Site, manager: Client) -> None:
    new = created(manager)
    assert site.admin.get(f"users/{new}").json()["last_login"] == "1970-01-01T00:00:00.000Z"
    assert login(site, "new", PASSWORD).json()["id"] == new
    assert refusal(manager.post("users", ACCOUNT)) == (409, "Username already exists")
    again = manager.post("users", {**ACCOUNT, "username": "other", "id": new})
    assert refusal(again) == (400, "Record with the payload id already exists")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"username": ""}, '"username" is not allowed to be empty'),
        ({"email": "x@localhost"}, '"email" must be a valid email'),
        ({"roles": []}, '"roles" must contain at least 1 items'),
        ({"roles": "admin"}, '"roles" must be an array'),
        ({"password": "x" * 51}, '"password" length must be less than or equal to 50 characters long'),
        ({"resetURL": "resetPassword"}, '"resetURL" must be a valid uri'),
        ({"bogus": 1}, '"bogus" is not allowed'),
    ],
)
def test_a_wrong_account_is_refused(site: Site, change: dict[str, Any], message: str) -> None:
    assert refusal(site.admin.post("users", {**ACCOUNT, **change})) == (400, message)


def test_nobody_raises_his_own_rights(site: Site) -> None:
    """S1: on existing servers a guest takes the role of a cruise manager, and from there that of an admin."""
    logger = site.somebody("event_logger", username="logger")
    own = id_of(logger)
    answer = logger.patch(f"users/{own}", {"roles": ["cruise_manager", "event_logger"]})
    assert refusal(answer) == (400, "Only admins and cruise managers can change roles")
    assert logger.patch(f"users/{own}", {"roles": ["admin"]}).status_code == 400
    assert logger.patch(f"users/{own}", {"roles": ["event_logger"], "fullname": "L"}).status_code == 204
    assert site.admin.get(f"users/{own}").json()["roles"] == ["event_logger"]


def test_a_cruise_manager_grants_up_to_his_own_rights(site: Site, manager: Client) -> None:
    """S2: on existing servers he makes himself an admin to log in as."""
    refused = manager.post("users", {**ACCOUNT, "roles": ["admin"]})
    assert refusal(refused) == (401, "Only admins create other admins")
    new = created(manager, roles=["event_watcher"])
    assert refusal(manager.patch(f"users/{new}", {"roles": ["admin"]})) == (400, "Only admins create other admins")
    assert manager.patch(f"users/{new}", {"roles": ["template_manager", "cruise_manager"]}).status_code == 204
    refused = manager.post("users", {**ACCOUNT, "username": "sys", "system_user": True})
    assert refusal(refused) == (401, "Only admins can create system users")


def test_a_cruise_manager_leaves_admins_alone(site: Site, manager: Client) -> None:
    """S3: on existing servers he deletes those that are not system users."""
    chief = created(site.admin, username="chief", roles=["admin"])
    assert refusal(manager.delete(f"users/{chief}")) == (401, "Only admins can delete admins")
    assert refusal(manager.delete(f"users/{PI}")) == (401, "Only admins can delete system users")
    for change in ({"password": "taken over"}, {"fullname": "x"}, {"roles": ["event_watcher"]}):
        assert refusal(manager.patch(f"users/{chief}", change)) == (
            400,
            "Only admins and the owner can edit users",
        )
        assert manager.patch(f"users/{PI}", change).status_code == 400
    assert login(site, "chief", PASSWORD).status_code == 200


def test_guest_cannot_be_changed_by_guest(site: Site) -> None:
    """S4: on existing servers one guest locks all others out."""
    for change in ({"username": "mine"}, {"password": "mine"}, {"fullname": "Me"}):
        assert site.guest.patch(f"users/{GUEST}", change).status_code == 400
    assert login(site, "guest", "").status_code == 200
    assert site.admin.patch(f"users/{GUEST}", {"fullname": "Visitor"}).status_code == 204


def test_an_empty_password_never_locks_an_account(site: Site) -> None:
    """S9: existing servers store it as it is, and nobody can log in again."""
    new = created(site.admin)
    assert site.admin.patch(f"users/{new}", {"password": ""}).status_code == 204
    assert login(site, "new", PASSWORD).status_code == 200
    assert login(site, "new", "").status_code == 401


def test_an_account_without_password_is_open_until_it_gets_one(site: Site) -> None:
    new = created(site.admin, password="")
    assert login(site, "new", "").status_code == 200
    assert site.admin.patch(f"users/{new}", {"password": "from now on"}).status_code == 204
    assert login(site, "new", "").status_code == 401
    assert login(site, "new", "from now on").status_code == 200
    assert (
        site.admin.post("users", {**ACCOUNT, "username": "x", "password": "", "roles": ["admin"]}).status_code
        == 400
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"disabled": True}, "Only admins can enable/disabled users"),
        ({"system_user": True}, "Only admins can promote/demote users to system users"),
        ({"email": "other@example.org"}, '"email" is not allowed'),
        ({"username": "admin"}, "Username already exists"),
        ({"bogus": 1}, '"userUpdatePayload" must have at least 1 key'),
    ],
)
def test_what_a_person_may_not_change(site: Site, change: dict[str, Any], message: str) -> None:
    logger = site.somebody("event_logger")
    assert refusal(logger.patch(f"users/{id_of(logger)}", change)) == (400, message)


def test_a_person_changes_name_and_password_and_sends_the_rest_back(site: Site) -> None:
    logger = site.somebody("event_logger", username="logger")
    profile = logger.get("auth/profile").json()
    sent = {**profile, "fullname": "Somebody Else", "password": "another password"}
    assert logger.patch(f"users/{profile['id']}", sent).status_code == 204
    assert login(site, "logger", "another password").status_code == 200


def test_changed_roles_end_the_token(site: Site, manager: Client) -> None:
    logger = site.somebody("event_logger")
    new = id_of(logger)
    assert manager.patch(f"users/{new}", {"roles": ["event_watcher"]}).status_code == 204
    assert refusal(logger.get("auth/validate")) == (401, "Invalid credentials")
    site.admin.patch(f"users/{new}", {"roles": ["event_logger"], "disabled": True})
    assert refusal(logger.get("auth/validate")) == (401, "Invalid credentials")


def test_nobody_deletes_himself(site: Site, manager: Client) -> None:
    assert refusal(manager.delete(f"users/{id_of(manager)}")) == (400, "Users cannot delete themselves")
    assert refusal(site.admin.delete(f"users/{ADMIN}")) == (400, "Users cannot delete themselves")
    unknown = "0" * 24
    assert refusal(site.admin.delete(f"users/{unknown}")) == (404, f"No record found for user id: {unknown}")
    assert refusal(site.admin.patch(f"users/{unknown}", {"fullname": "x"}))[0] == 400
    assert site.admin.delete(f"users/{PI}").status_code == 204


def test_what_was_logged_stays_under_its_name(site: Site) -> None:
    logger = site.somebody("event_logger", username="logger")
    event = logger.post("events", {"event_value": "X"}).json()["insertedId"]
    assert site.admin.delete(f"users/{id_of(logger)}").status_code == 204
    assert site.admin.get(f"events/{event}").json()["event_author"] == "logger"


@pytest.mark.parametrize("credential", ["token", "loginToken"])
def test_credentials_are_for_their_owner_and_admins(site: Site, manager: Client, credential: str) -> None:
    own = manager.get(f"users/{id_of(manager)}/{credential}")
    assert (own.status_code, list(own.json())) == (200, [credential])
    assert site.admin.get(f"users/{PI}/{credential}").status_code == 200
    message = "Only admins and the owner of this user can access this user's token."
    assert refusal(manager.get(f"users/{ADMIN}/{credential}")) == (401, message)


def test_a_token_got_from_the_server_is_good(site: Site, manager: Client) -> None:
    fresh = manager.get("auth/profile/token").json()["token"]
    assert site.client(fresh).get("auth/profile").json()["username"] == "manager"
    assert (
        site.client(manager.get(f"users/{id_of(manager)}/token").json()["token"]).get("users").status_code == 200
    )


def test_passwords_are_guessed_ten_times_at_most(site: Site) -> None:
    created(site.admin, username="target")
    answers = [login(site, "target", f"guess {number}") for number in range(11)]
    assert [answer.status_code for answer in answers] == [401] * 9 + [429] * 2
    assert answers[-1].json()["error"] == "Too Many Requests"
    assert login(site, "target", PASSWORD).status_code == 429
    assert login(site, "admin", "demo").status_code == 200


def test_the_journal_tells_who_made_an_account(site: Site, manager: Client) -> None:
    new = created(manager)
    row = site.query("SELECT actor, via, verb FROM logging_core_change WHERE record_id = %s", new)
    assert row == [("manager", "api", "create")]
